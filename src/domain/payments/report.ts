/** What the bank said of one line, as far as it is final. `reason`: an ISO status reason code. */
export interface SaidLine {
  readonly endToEndId: string;
  readonly said: 'paid' | 'returned';
  readonly reason?: string;
  readonly amountFen?: number;
}

/** A status report (付款状态报告) as the ledger takes it. `ofAll`: the bank spoke of the file as a whole, and named no line. */
export interface SaidReport {
  /** The run's control totals as the bank read them. */
  readonly original: { readonly count?: number; readonly totalFen?: number };
  readonly ofAll?: { readonly said: 'paid' | 'returned'; readonly reason?: string };
  readonly lines: readonly SaidLine[];
}
