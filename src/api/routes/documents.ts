import { randomUUID } from 'node:crypto';
import multipart from '@fastify/multipart';
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answers } from '../../contracts/http/answers.ts';
import { documentSchema, listOf } from '../../contracts/http/cases.ts';
import { caseParams, uuid } from '../../contracts/http/fields.ts';
import type { ProblemCode } from '../../contracts/problems.ts';
import { readTip } from '../../db/case/journal.ts';
import { lockContent } from '../../db/keeping/destruction.ts';
import { inDivision } from '../../db/pool.ts';
import { addDocument, readDocuments } from '../../db/queries/caseFile.ts';
import { readCaseLine } from '../../db/queries/cases.ts';
import { isForDepartment, takesPart } from '../../db/queries/meetings.ts';
import type { CaseId } from '../../domain/case/ids.ts';
import { refuse } from '../../domain/outcome.ts';
import { documentTypes } from '../../gateways/documentType.ts';
import { seesNames } from '../access.ts';
import { isOnlyOfDepartment } from '../auth/actor.ts';
import type { ApiDeps } from '../deps.ts';
import { languageOf } from '../language.ts';
import { refuseWith } from '../problem.ts';

const tags = ['cases'];
const maxFileBytes = 20 * 1024 * 1024;

const refusals = {
  empty: 'validation',
  tooLarge: 'payloadTooLarge',
  typeRefused: 'fileTypeNotAllowed',
} as const satisfies Record<string, ProblemCode>;

/**
 * Attachments: one file a request, with its code in the query. What it is, its first bytes say; its name is sealed.
 * @see https://github.com/fastify/fastify-multipart
 */
export const documentRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool, cipher, documents }) => {
  await app.register(multipart, { limits: { files: 1, fields: 4, fileSize: maxFileBytes + 1, headerPairs: 50 } });

  app.get(
    '/v1/cases/:caseId/documents',
    {
      schema: {
        tags,
        summary: 'Attachments of a case / 附件',
        params: caseParams,
        response: answers({ 200: listOf(documentSchema) }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const reader = seesNames(actor.roles) ? cipher : undefined;
      const items = await inDivision(
        pool,
        actor.division,
        async (tx) => (await readCaseLine(tx, params.caseId)) && readDocuments(tx, reader, params.caseId),
      );
      return items ? reply.send({ items }) : refuseWith(request, reply, 'notFound');
    },
  );

  app.post(
    '/v1/cases/:caseId/documents',
    {
      config: { described: { body: { type: 'multipart/form-data', form: z.object({ file: z.file() }) } } },
      schema: {
        tags,
        summary: 'Add an attachment: multipart/form-data with one file; PDF, JPEG, PNG or HEIC / 上传附件',
        params: caseParams,
        querystring: z.strictObject({
          code: z
            .string()
            .regex(/^[0-9A-Za-z-]{1,20}$/)
            .describe('Attachment code, such as 101 / 材料代码'),
        }),
        response: answers({ 201: documentSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params, query } = request;
      const { line, relatives, concerned } = await inDivision(pool, actor.division, async (tx) => ({
        line: await readCaseLine(tx, params.caseId),
        concerned: !isOnlyOfDepartment(actor) || (await takesPart(tx, params.caseId, actor.department)),
        relatives: (await readTip(tx, params.caseId as CaseId)).state.relatives,
      }));
      if (!line || !concerned) return refuseWith(request, reply, 'notFound');
      if (relatives.includes(actor.officer)) return refuseWith(request, reply, 'officerIsRelative');
      if (!isMultipart(request)) return refuseWith(request, reply, 'unsupportedMediaType');
      const { name, stored } = await takeFile(request);
      if (!stored.ok) {
        const message =
          languageOf(request) === 'zh' ? '没有完整的文件，或文件为空' : 'there is no whole file, or it is empty';
        const details = stored.refusal === 'empty' ? { errors: [{ at: '/file', message }] } : {};
        return refuseWith(request, reply, refusals[stored.refusal], details);
      }
      const documentId = randomUUID();
      const { sha256, size: sizeBytes, contentType } = stored.value;
      const items = await inDivision(pool, actor.division, async (tx) => {
        // The same content may be removed with a file that is destroyed in this very moment.
        await lockContent(tx, sha256);
        if (!(await documents.has(sha256))) return undefined;
        await addDocument(tx, cipher, {
          documentId,
          caseId: params.caseId,
          division: line.township,
          code: query.code,
          sha256,
          sizeBytes,
          contentType,
          name: name.slice(0, 200),
          addedBy: actor.officer,
        });
        return readDocuments(tx, cipher, params.caseId);
      });
      if (!items) return refuseWith(request, reply.header('retry-after', 1), 'notReady');
      return reply.code(201).send(items.find((item) => item.documentId === documentId)!);
    },
  );

  app.get(
    '/v1/cases/:caseId/documents/:documentId',
    {
      config: { described: { file: documentTypes } },
      schema: {
        tags,
        summary: 'The file itself / 下载附件',
        params: caseParams.extend({ documentId: uuid }),
        response: answers({ 200: z.any() }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const { caseId } = params;
      const document = await inDivision(pool, actor.division, async (tx) => {
        const all = await readDocuments(tx, undefined, caseId);
        const found = all.find(({ documentId }) => documentId === params.documentId);
        return !isOnlyOfDepartment(actor) || (await isForDepartment(tx, caseId, params.documentId, actor))
          ? found
          : undefined;
      });
      const bytes = document && (await documents.get(document.sha256));
      if (!document || !bytes) return refuseWith(request, reply, 'notFound');
      // Always as a download, under a name of ours: what a stranger uploaded is never rendered under our own origin.
      reply.header('content-disposition', `attachment; filename="${document.documentId}"`).type(document.contentType);
      return reply.send(Buffer.from(bytes));
    },
  );

  /** Stores the one file of a request. A body that breaks off, or is not what it says, holds none. */
  async function takeFile(request: FastifyRequest) {
    try {
      const file = await request.file();
      if (file) return { name: file.filename, stored: await documents.put(file.file) };
    } catch (error) {
      if (!isOfTheParser(error)) throw error;
    }
    return { name: '', stored: refuse('empty' as const) };
  }
};

/** With the boundary between its parts, without which it cannot be read. */
const isMultipart = ({ headers }: FastifyRequest) =>
  /^multipart\/form-data\s*;.*boundary=/i.test(headers['content-type'] ?? '');

/** The parser throws bare errors; whatever comes from the plugin, the disk or a bug of ours has a code or a class. */
const isOfTheParser = (error: unknown) => error instanceof Error && error.constructor === Error && !('code' in error);
