import { z } from 'zod';

/** Parts that many requests and answers share. */
export const division = z
  .string()
  .regex(/^\d{12}$/)
  .describe('Twelve-digit division code / 区划代码');
export const officer = z
  .string()
  .regex(/^[A-Za-z0-9-]{3,40}$/)
  .describe('Staff number / 工号');
/** A name as it stands on a card or a bank book: no control characters, and nothing that turns the writing round. */
export const name = z
  .string()
  .trim()
  .min(2)
  .max(60)
  .regex(/^[^\p{Cc}\p{Cf}]*$/u)
  // In the OpenAPI document as ranges, which tools can make words of; those beyond the basic plane are refused all the same.
  .meta({
    pattern: String.raw`^[^\u0000-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]*$`,
  });
/** Words of a person, in lines: no other control characters, and nothing that turns the writing round. */
export const words = z
  .string()
  .trim()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is kept out; as ranges, since few tools that read the OpenAPI document know \p{Cc}
  .regex(/^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]*$/);
export const memberNo = z.int().min(1).max(30);
export const fen = z.int().min(0).max(100_000_000_000).describe('Whole fen / 分');
export const instant = z.string().describe('ISO 8601, UTC');
/** An id as it is sent: capitals mean the same, and are written small everywhere behind the door. */
export const uuid = z.uuid().toLowerCase();
export const caseParams = z.strictObject({ caseId: uuid.describe('案件编号') });

/** Every command carries one: the same key is the same command, however often it is sent. */
export const commandHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{8,128}$/)
    .describe('Yours, 8 to 128 visible characters, unique to the command / 幂等键'),
});

export const pageQuery = {
  cursor: z
    .string()
    .max(400)
    .regex(/^[A-Za-z0-9_-]+$/)
    .optional()
    .describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** A page, and where the next one begins. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().describe('Cursor of the next page; null on the last'),
  });
}

export const accountSchema = z.strictObject({
  holder: name,
  bankName: name,
  number: z.string().regex(/^[0-9]{8,30}$/),
});
