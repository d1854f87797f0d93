import { z } from 'zod';
import { checkSourceCodes } from '../domain/policyTables.ts';

/**
 * The data-check protocol (家庭经济状况核对) between a county and the check platform. We POST a `CheckRequest` to
 * `/v1/checks` and are answered 202 with a `CheckAccepted`; later the platform POSTs a `CheckReport` to our callback.
 * Both are signed (signature.ts). The ministry's text of platform "2.0" is not public: fields follow SAL-2026 art. 41
 * and MCA-57 art. 17, and an adapter to a province's platform maps onto them.
 */
export const checkPath = '/v1/checks';
export const checkCallbackPath = '/v1/callbacks/check-platform';

/** Key ids of the two directions. */
export const checkRequestKeyId = 'doudi';
export const checkCallbackKeyId = 'check-platform';

/** A callback with a bigger body is refused unread. A report at all its bounds that is true to life stays far below. */
export const maxCheckReportBytes = 1024 * 1024;

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$/);
const instant = z.iso.datetime({ offset: true });
const memberRef = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,40}$/)
  .describe('Stands for a member in both directions; not an ID number / 成员编号');

/** What is asked of the platform. Names and ID numbers travel here and nowhere else; the report refers by memberRef. */
export const checkRequestSchema = z.strictObject({
  requestId: id.describe('Ours; the same id is the same request, however often it is sent'),
  county: z.string().regex(/^\d{6}$|^\d{12}$/),
  members: z
    .array(
      z.strictObject({
        memberRef,
        name: z.string().min(1).max(60),
        idNumber: z.string().regex(/^\d{17}[\dX]$/),
        consentRef: id.describe('The signed authorisation of this member (授权书), SAL-2026 art. 40'),
      }),
    )
    .min(1)
    .max(30),
  purpose: z.literal('dibao'),
  requestedAt: instant,
});
export type CheckRequest = z.infer<typeof checkRequestSchema>;

export const checkAcceptedSchema = z.object({ platformRequestId: id });
export type CheckAccepted = z.infer<typeof checkAcceptedSchema>;

/** Who is asked (SAL-2026 art. 41; MCA-57 art. 17; NOTICE-2022 part 3). */
export const checkSources = checkSourceCodes;
export type CheckSource = (typeof checkSources)[number];

export const checkIncomeKinds = ['wage', 'businessIncome', 'propertyIncome', 'transferIncome', 'otherIncome'] as const;
export const checkPropertyKinds = [
  'deposit',
  'securities',
  'fund',
  'insurance',
  'onlineBalance',
  'vehicle',
  'house',
  'nonResidential',
  'business',
] as const;
/** What changes who counts rather than what is owned. */
export const checkStatusKinds = ['death', 'marriage', 'divorce', 'registeredElsewhere', 'financeFedStaff'] as const;

const amountFen = z.int().min(0).max(100_000_000_000);
const count = z.int().min(0).max(10_000);
const description = z.string().max(300);

/** One thing a source found about a member. Amounts in fen. */
export const checkItemSchema = z.discriminatedUnion('kind', [
  z.strictObject({ memberRef, kind: z.enum(checkIncomeKinds), amountFen, per: z.enum(['month', 'year']), description }),
  z.strictObject({
    memberRef,
    kind: z.enum(checkPropertyKinds),
    amountFen: amountFen.optional(),
    count: count.optional(),
    description,
  }),
  z.strictObject({ memberRef, kind: z.enum(checkStatusKinds), on: z.iso.date().optional(), description }),
]);
export type CheckItem = z.infer<typeof checkItemSchema>;

export const checkSourceResultSchema = z.strictObject({
  source: z.enum(checkSources),
  status: z
    .enum(['ok', 'unavailable'])
    .describe('unavailable: nothing is known, which is not the same as nothing found'),
  items: z.array(checkItemSchema).max(200),
});
export type CheckSourceResult = z.infer<typeof checkSourceResultSchema>;

/** The check report (核对报告). `reportId` names this report; a corrected one has another. */
export const checkReportSchema = z.strictObject({
  requestId: id,
  platformRequestId: id,
  reportId: id,
  issuedAt: instant,
  validUntil: z.iso.date().optional().describe('Where the platform says one; otherwise policy does'),
  results: z
    .array(checkSourceResultSchema)
    .min(1)
    .max(checkSources.length)
    .refine((all) => new Set(all.map(({ source }) => source)).size === all.length, 'each source answers once'),
});
export type CheckReport = z.infer<typeof checkReportSchema>;
