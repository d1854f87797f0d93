export { assistance } from './assistance.ts';
export { disbursement } from './disbursement.ts';
