/**
 * How the channel behaves towards a transfer, decided when it comes:
 * - `normal`: settled at once
 * - `rejects`: rejected, AC04
 * - `acceptsThenSettles`, `acceptsThenRejects`: accepted; the rest with `release`
 * - `recallPending`: accepted, a recall is answered `pending`, and `release` settles it all the same
 * - `slow`: settled at once, the answer comes after `slowMs`
 * - `lost`: not taken, the answer is 504
 * - `underway`: the answer is 504, and the transfer itself arrives with `release`
 * - `garbage`: settled, and the answer is no JSON
 * - `answerLost`: settled, and the answer is 502
 * - `contradictory`: settled, and every look-up says rejected
 * - `http500`: nothing is taken, every answer is 500
 */
export const instantBankModes = [
  'normal',
  'rejects',
  'acceptsThenSettles',
  'acceptsThenRejects',
  'recallPending',
  'slow',
  'lost',
  'underway',
  'garbage',
  'answerLost',
  'contradictory',
  'http500',
] as const;
export type InstantBankMode = (typeof instantBankModes)[number];
