/**
 * How a batch is sent:
 * - `normal`: once, until it is taken
 * - `twice`: the same batch again, signed afresh
 * - `replay`: the very same message again, signature and all
 * - `wrongSignature`: signed with a secret that is not ours
 */
export const registersModes = ['normal', 'twice', 'replay', 'wrongSignature'] as const;
export type RegistersMode = (typeof registersModes)[number];
