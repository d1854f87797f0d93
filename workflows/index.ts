export { assistance } from './assistance.ts';
export { disbursement } from './disbursement.ts';
export { emergency } from './emergency.ts';
