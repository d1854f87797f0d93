/** A column in which persons stand: sealed, or as something they could be found by. */
export interface PersonalPlace {
  readonly table: string;
  readonly column: string;
  /** `hash`: a keyed hash by which somebody whose number is known could be found. `clear`: what another register knows them by. */
  readonly holds: 'sealed' | 'hash' | 'clear';
  /**
   * What becomes of it when a case's file is destroyed: its text is cleared and the row stays, for the journal quotes it; or
   * the row goes; or it stays, for the reason said.
   */
  readonly destroyed: 'cleared' | 'rowRemoved' | { readonly stays: string };
}

/** A column of sealed texts, and what each is bound to: a text moved to another row does not open. */
export interface SealedColumn extends PersonalPlace {
  readonly holds: 'sealed';
  readonly key: readonly string[];
  readonly place: string;
}

const sealed = (
  table: string,
  key: string | readonly string[],
  destroyed: PersonalPlace['destroyed'],
  { column = 'sealed', place = table } = {},
): SealedColumn => ({ table, column, holds: 'sealed', key: [key].flat(), place, destroyed });

const hash = (table: string, column: string, destroyed: PersonalPlace['destroyed']): PersonalPlace => ({
  table,
  column,
  holds: 'hash',
  destroyed,
});

const voucher = { stays: 'an accounting voucher: of a whole county’s month or of a transfer, kept for its own time' };
const officers = { stays: 'of an officer, and of no case' };

/**
 * Every place in the database where persons stand. Rotation of keys and destruction of files go by it and by nothing else;
 * a test reads the schema and fails where a place is missing here.
 */
export const personalData: readonly (PersonalPlace | SealedColumn)[] = [
  sealed('application', 'case_id', 'cleared'),
  sealed('person', 'person_id', 'rowRemoved'),
  sealed('bank_account', 'account_id', 'rowRemoved'),
  sealed('comparison', 'comparison_id', 'cleared'),
  sealed('assessment', 'assessment_id', 'cleared'),
  sealed('notice', 'notice_id', 'cleared'),
  sealed('command', 'command_id', 'cleared'),
  sealed('fact', 'fact_id', 'cleared'),
  sealed('document', 'document_id', 'cleared', { column: 'sealed_name' }),
  sealed('message', 'message_id', 'cleared'),
  sealed('handover', 'handover_id', 'cleared'),
  sealed('case_export', 'export_id', 'cleared', { column: 'sealed_reason', place: 'export' }),
  sealed('bank_file', 'file_id', voucher),
  sealed('instant_transfer', 'transfer_id', voucher, { place: 'instantTransfer' }),
  sealed('officer_contact', ['officer', 'role', 'division'], officers, { column: 'sealed_phone', place: 'contact' }),
  hash('person', 'id_number_hash', 'rowRemoved'),
  hash('person_claim', 'id_number_hash', 'rowRemoved'),
  hash('aid_person', 'id_number_hash', 'rowRemoved'),
  hash('bank_account', 'account_hash', 'rowRemoved'),
  hash('finding_text', 'text_hash', 'rowRemoved'),
  hash('officer_contact', 'phone_hash', officers),
  { table: 'person_flag', column: 'reference', holds: 'clear', destroyed: 'rowRemoved' },
  { table: 'person_flag', column: 'row_id', holds: 'clear', destroyed: 'rowRemoved' },
];

/** Every column that holds sealed texts. */
export const sealedColumns: readonly SealedColumn[] = personalData.filter((place) => 'key' in place);
