import { z } from 'zod';
import { uuid, words } from './http/fields.ts';

/** A sentence in the record: who reads the file in a year must understand it. */
export const text = words.min(2).max(2000);
export const date = z.iso.date();
export const documents = z.array(uuid).max(50).default([]).describe('Ids of attachments already uploaded / 附件');
export const shortTerm = z
  .boolean()
  .optional()
  .describe('In difficulty of short duration: reviewed more often (C class) / 短期困难');

export const delivered = z.strictObject({
  outcome: z.literal('delivered'),
  deliveredOn: date,
  method: z.enum(['inPerson', 'post', 'leftAtHome', 'publicNotice']),
  documents,
});
