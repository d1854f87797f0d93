/**
 * How the platform behaves towards a request, decided when the request comes:
 * - `normal`: 202, then one report
 * - `silent`: 202, then nothing until `resend`
 * - `late`: 202, then nothing until `release`
 * - `twice`: the same report again, signed afresh
 * - `replay`: the very same message again, signature and all
 * - `contradictory`: a second report with another id and other results
 * - `wrongSignature`: a report signed with a secret that is not ours
 * - `garbage`: rightly signed, but cut off in the middle
 * - `hugeAnswer`: the right report, padded to twice what the protocol allows
 * - `http500`, `rejected`: the request itself is answered 500 or 422
 * - `slow`: the 202 comes after `slowMs`, then the report
 */
export const checkPlatformModes = [
  'normal',
  'silent',
  'late',
  'twice',
  'replay',
  'contradictory',
  'wrongSignature',
  'garbage',
  'hugeAnswer',
  'http500',
  'rejected',
  'slow',
] as const;
export type CheckPlatformMode = (typeof checkPlatformModes)[number];
