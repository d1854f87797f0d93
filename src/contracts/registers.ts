import { z } from 'zod';
import { matchKinds } from '../domain/case/matches.ts';

/**
 * What other authorities' registers (cremation and death, marriage, prison, other counties' benefits) say of persons, in
 * batches: POSTed to our callback, signed (signature.ts), or as a file of the same content (`doudi registers import`).
 * Each authority has formats of its own; an adapter maps them onto this one.
 */
export const registerCallbackPath = '/v1/callbacks/registers';
export const registerKeyId = 'registers';

/** A callback with a bigger body is refused unread. A full batch stays below. */
export const maxRegisterBatchBytes = 16 * 1024 * 1024;

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$/);

/** Rows are looked at one by one: one that cannot be taken is reported by its number, and the rest is taken. */
export const registerBatchSchema = z.strictObject({
  batchId: id.describe('The sender’s; the same id is the same batch, however often it is sent'),
  rows: z.array(z.unknown()).min(1).max(50_000),
});
export type RegisterBatch = z.infer<typeof registerBatchSchema>;

export const registerRowSchema = z.strictObject({
  rowId: id.describe('The register’s own; the same id of the same kind is the same statement, in whatever batch'),
  kind: z.enum(matchKinds),
  idNumber: z.string().max(40),
  on: z.iso.date().describe('The day it happened, not that of the report'),
  reference: id.describe('Number of the entry or certificate; nothing personal'),
});
export type RegisterRow = z.infer<typeof registerRowSchema>;

/** Why a row is not taken. */
export const rowFaults = ['kindUnknown', 'rowInvalid', 'idNumberInvalid', 'dateInFuture'] as const;
export type RowFault = (typeof rowFaults)[number];

/** A row that was not taken, by its number in the batch, counted from 1. Its content is never repeated. */
export const refusedRowSchema = z.object({ row: z.int(), why: z.enum(rowFaults) });
export type RefusedRow = z.infer<typeof refusedRowSchema>;
