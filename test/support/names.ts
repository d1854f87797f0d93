import type { RolePasswords } from '../../src/db/roles.ts';

export const testTemplate = 'doudi_template';
export const testPasswords: RolePasswords = { owner: 'test', api: 'test', worker: 'test' };
