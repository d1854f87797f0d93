import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from '@fastify/type-provider-zod';
import fp from 'fastify-plugin';
import { z } from 'zod';

/** What a route takes or gives that Fastify does not judge: a body read as it comes, headers that sign it, a file. */
interface Described {
  readonly body?: { readonly type: string; readonly form: z.ZodType };
  readonly headers?: readonly string[];
  /** The media types a file may have. */
  readonly file?: readonly string[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    described?: Described;
  }
}

/**
 * OpenAPI 3.1 at /openapi.json, made from the routes' own schemas, and a page to read and try it at /reference.
 * @see https://github.com/fastify/fastify-swagger
 */
export const referencePlugin = fp(async (app) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Doudi 兜底',
        version: '0.1.0',
        description:
          'Social-assistance cases for counties and townships / 县乡社会救助案件办理. Amounts are whole fen (分). ' +
          'Commands need an Idempotency-Key; refusals are problem+json with a stable code (docs/errors.md).',
      },
      tags: [
        { name: 'applications', description: '申请' },
        { name: 'tasks', description: '待办' },
        { name: 'cases', description: '案件' },
        { name: 'disbursements', description: '发放' },
        { name: 'keeping', description: '档案保管与销毁' },
        { name: 'law', description: '政策与区划' },
        { name: 'callbacks', description: '外部系统回调' },
        { name: 'service', description: '服务' },
      ],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description:
              'An access token of the identity provider; `npm start` prints how to get one / 身份服务签发的令牌，取得方法见启动时的提示',
          },
        },
      },
      security: [{ bearer: [] }],
    },
    transform: (document) => {
      const { schema, url } = jsonSchemaTransform(document);
      return {
        schema: { ...schema, ...inWords(document.route.config?.described ?? {}, schema.response as object) },
        url,
      };
    },
    transformObject: (document) => asProblems(jsonSchemaTransformObject(document)),
  });
  await app.register(swaggerUi, {
    routePrefix: '/reference',
    staticCSP: false,
    // Its bar on top asks for another document, under somebody else's sign.
    theme: { css: [{ filename: 'doudi.css', content: '.swagger-ui .topbar { display: none }' }] },
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
});

const bytes = { type: 'string', format: 'binary' };

/** As parts of a route's schema, for the document alone. */
function inWords({ body, headers, file }: Described, response: object) {
  const named = Object.fromEntries((headers ?? []).map((name) => [name, { type: 'string' }]));
  const content = Object.fromEntries((file ?? []).map((type) => [type, { schema: bytes }]));
  return {
    ...(body ? { consumes: [body.type], body: z.toJSONSchema(body.form, { io: 'input', reused: 'inline' }) } : {}),
    ...(headers ? { headers: { type: 'object', properties: named, required: headers } } : {}),
    ...(file ? { response: { ...response, 200: { description: 'The file / 文件', content } } } : {}),
  };
}

type Json = { [name: string]: Json } | Json[] | string | number | boolean | null | undefined;

/** Refusals are sent as application/problem+json; the generator would call every JSON application/json. */
function asProblems<T extends object>(document: T): T {
  const walk = (node: Json): Json => {
    if (Array.isArray(node)) return node.map(walk);
    if (node === null || typeof node !== 'object') return node;
    const content = node['application/json'];
    const isProblem = JSON.stringify(content)?.includes('"#/components/schemas/Problem"');
    if (isProblem) return { 'application/problem+json': content };
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, walk(value)]));
  };
  return walk(document as unknown as Json) as T;
}
