import { z } from 'zod';

/** Temporal's payloads in JSON, as its UI and its command line send them: bytes in base64. */
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

export const payloadsSchema = z
  .object({
    payloads: z
      .array(z.object({ metadata: z.record(z.string().max(100), base64).optional(), data: base64.optional() }))
      .max(2_000),
  })
  .meta({ id: 'Payloads' });
export type Payloads = z.output<typeof payloadsSchema>;
