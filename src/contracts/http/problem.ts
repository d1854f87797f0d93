import { z } from 'zod';

/** RFC 9457 problem details, with a stable code and what to do about it. */
export const problemSchema = z
  .object({
    type: z.string().describe('A URI for the kind of problem: this code’s row in docs/errors.md'),
    title: z.string().describe('In the language of Accept-Language (zh or en) / 说明'),
    status: z.int(),
    code: z.string().describe('Stable; programs go by it / 代码'),
    detail: z.string().optional().describe('What it was about in this case'),
    remedy: z.string().describe('What can be done / 处理办法'),
    requestId: z.string().describe('Quote it when asking for help / 请求编号'),
    errors: z
      .array(z.object({ at: z.string().describe('JSON pointer into what was sent'), message: z.string() }))
      .optional()
      .describe('Each item that is not valid'),
    members: z
      .array(
        z.object({
          memberNo: z.int(),
          county: z.string().optional().describe('County that has the open application or benefit'),
          state: z.enum(['open', 'benefit']).optional(),
        }),
      )
      .optional()
      .describe('Which members of the household it is about'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem+json' });

export type Problem = z.output<typeof problemSchema>;
/** What a refusal says beyond its code. Never personal data: members go by their number in the application. */
export type ProblemDetails = Pick<Problem, 'detail' | 'errors' | 'members'>;
