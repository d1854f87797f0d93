export { assistance } from './assistance.ts';
