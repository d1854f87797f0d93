import { z } from 'zod';

/**
 * The protocol between us and a bank's instant channel (实时代付). We POST an `InstantTransfer` under an id of ours; the
 * same id is the same transfer, however often it comes. `GET …/<id>` says what the bank knows of it, and a recall closes
 * the id: what is answered `recalled` will never be executed, even where the transfer itself never arrived. All are
 * signed (signature.ts). Banks' own protocols differ by vendor: an adapter maps them onto this.
 */
export const instantTransfersPath = '/instant/transfers';

export const instantRequestKeyId = 'doudi';

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/);
const party = z.strictObject({
  account: z.string().regex(/^[0-9A-Za-z]{1,34}$/),
  holder: z.string().min(1).max(100),
  bank: z.string().min(1).max(100),
});

export const instantTransferSchema = z.strictObject({
  transferId: id.describe('Ours; the same id is the same transfer'),
  amountFen: z.int().positive(),
  currency: z.literal('CNY'),
  creditor: party,
  debtor: party,
  purpose: z.string().min(1).max(140),
});
export type InstantTransfer = z.infer<typeof instantTransferSchema>;

const reason = z.string().regex(/^[A-Z0-9]{4}$/);

/** What the bank says of a transfer. Only `settled`, `rejected` and `recalled` are final; `notKnown` proves nothing: it may be under way. */
export const instantStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('settled'), reference: id }),
  z.object({ state: z.literal('rejected'), reason, reference: id.optional() }),
  z.object({ state: z.literal('recalled'), reference: id.optional() }),
  z.object({ state: z.literal('accepted'), reference: id.optional() }),
  z.object({ state: z.literal('pending'), reference: id.optional() }),
  z.object({ state: z.literal('notKnown') }),
]);
export type InstantState = z.infer<typeof instantStateSchema>;
