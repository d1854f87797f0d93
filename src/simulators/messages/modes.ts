/**
 * How the gateway behaves towards a message, decided when the message comes:
 * - `normal`: 202, the text goes to the phone, then one receipt
 * - `silent`: 202, the text goes, and no receipt ever
 * - `late`: 202, the text goes, the receipt waits for `release`
 * - `twice`: the same receipt again, signed afresh
 * - `replay`: the very same receipt again, signature and all
 * - `wrongSignature`: a receipt signed with a secret that is not ours
 * - `unknownNumber`, `switchedOff`: 202, nothing goes, and the receipt says why
 * - `slow`: taken at once, the 202 comes after `slowMs`
 * - `answerLost`: taken, the text goes, and the answer is 502
 * - `http500`: nothing is taken, every answer is 500
 * - `refused`: the message is answered 422
 * - `forgetful`: does not know an id again: a message sent again goes to the phone again
 */
export const messageGatewayModes = [
  'normal',
  'silent',
  'late',
  'twice',
  'replay',
  'wrongSignature',
  'unknownNumber',
  'switchedOff',
  'slow',
  'answerLost',
  'http500',
  'refused',
  'forgetful',
] as const;
export type MessageGatewayMode = (typeof messageGatewayModes)[number];
