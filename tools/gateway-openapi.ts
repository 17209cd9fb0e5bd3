// Writes the OpenAPI document of a gateway, gateway.openapi.json, from that of the API and the table of
// the gateway's problems. With `--check` it writes nothing, and fails when the document is not current.

import { readFile, writeFile } from 'node:fs/promises';
import { type ProblemName, problems, problemType } from '../www/gateway/problems.ts';
import { main } from './run.ts';

const source = new URL('../openapi.json', import.meta.url);
const target = new URL('../gateway.openapi.json', import.meta.url);

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: object;
}

interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, object>>;
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Document {
  readonly info: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** The problems that every operation can have. */
const common: readonly ProblemName[] = [
  'headers-too-large',
  'ambiguous-length',
  'content-type',
  'content-encoding',
  'body-too-large',
  'body-incomplete',
  'body-timeout',
  'forbidden',
  'rate-limited',
  'invalid-request',
  'not-found',
  'no-credential',
  'credential-refused',
  'upstream-paused',
  'upstream-unavailable',
  'internal',
];

/** The problems of operations that can be repeated. */
const repeatable: readonly ProblemName[] = ['upstream-failed', 'upstream-timeout'];

/** The further problems of each operation. */
const own: Readonly<Record<string, readonly ProblemName[]>> = {
  createChain: [
    'cross-origin',
    'key-missing',
    'key-invalid',
    'key-in-progress',
    'key-reused',
    'outcome-unknown',
    'id-lost',
    'store-unavailable',
  ],
  cancelChain: ['cross-origin', ...repeatable],
  closeChain: ['cross-origin', 'unexpected-body', ...repeatable],
  getChain: ['unexpected-body', ...repeatable],
  validateChain: ['cross-origin', 'unexpected-body', 'outcome-unknown'],
};

/** The other statuses of a problem: a create is unknown after a timeout too. */
const otherStatuses: Readonly<Partial<Record<ProblemName, readonly number[]>>> = {
  'outcome-unknown': [504],
};

const keyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'The key of one logical creation: 1 to 255 visible ASCII characters, without quotes and commas. A repeated key creates nothing, and gets the first answer. The gateway also takes the key as a quoted string (draft-ietf-httpapi-idempotency-key-header-07).',
  // No example: a tool would send it with one request after another.
  schema: { type: 'string', pattern: '^[!#-+\\--~]{1,255}$' },
};

/** An id that no server can take for a path, and that has one spelling. */
const idSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  pattern: '^(?!\\.{1,2}$)[A-Za-z0-9._~-]+$',
};

/** The value of a required header, and of another one. An empty optional header counts as absent. */
const filledHeader = { type: 'string', pattern: '^[!-~](?:[ -~]*[!-~])?$' };
const anyHeader = { type: 'string', pattern: '^(?:[!-~](?:[ -~]*[!-~])?)?$' };

const headers = {
  'Retry-After': {
    description: 'When to ask again, in seconds.',
    schema: { type: 'string' },
  },
  'Idempotency-Replayed': {
    description: '`true` if this is the answer to an earlier request with the key.',
    schema: { type: 'string', enum: ['true'] },
  },
};

const schemas = {
  Problem: {
    type: 'object',
    description: 'A problem (RFC 9457). It holds no value of the request and no credential.',
    required: ['type', 'title', 'status'],
    properties: {
      type: { type: 'string', description: 'What happened. A name, and not an address.' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      issues: {
        type: 'array',
        description: 'The rules that the request breaks.',
        items: { $ref: '#/components/schemas/Issue' },
      },
    },
  },
  Issue: {
    type: 'object',
    description: 'A rule that the request breaks.',
    required: ['rule', 'severity', 'provenance', 'in', 'path', 'offset', 'params', 'message'],
    properties: {
      rule: { type: 'string', description: 'The id of the rule, which RULES.md describes.' },
      severity: { type: 'string', enum: ['error', 'warning'] },
      provenance: { type: 'string', enum: ['reference', 'provider', 'logic', 'standard'] },
      in: { type: 'string', enum: ['body', 'path', 'header', 'option'] },
      path: { type: 'string', description: 'The JSON pointer (RFC 6901) of the value.' },
      offset: { type: 'integer', minimum: 0, description: 'The byte offset in the body.' },
      params: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
      message: { type: 'string' },
    },
  },
};

/** The statuses whose answers have `Retry-After`, sometimes. */
const deferring = ['409', '429', '502', '503', '504'];

/** The answers of an operation: the API's success and refusals, and the gateway's problems. */
function responsesOf({ operationId, responses }: Operation): Record<string, object> {
  const names = [...common, ...(own[operationId] ?? [])];
  const byStatus = Map.groupBy(
    names.flatMap((name) =>
      [problems[name][0], ...(otherStatuses[name] ?? [])].map((status) => ({ name, status })),
    ),
    ({ status }) => String(status),
  );
  const refusal = responses['default']?.content ?? {};
  const answers: Record<string, object> = {};
  for (const [status, answer] of Object.entries(responses)) {
    if (!status.startsWith('2')) continue;
    const isCreate = operationId === 'createChain';
    const { 'Idempotency-Replayed': replayed } = headers;
    answers[status] = {
      ...answer,
      ...(isCreate && { headers: { 'Idempotency-Replayed': replayed } }),
    };
  }
  for (const [status, found] of [...byStatus].sort(([a], [b]) => a.localeCompare(b))) {
    const titles = found.map(({ name }) => `- \`${problemType(name)}\`: ${problems[name][1]}.`);
    const isRefusal = status.startsWith('4') && status !== '401';
    answers[status] = {
      description: titles.join('\n'),
      ...(deferring.includes(status) && { headers: { 'Retry-After': headers['Retry-After'] } }),
      content: {
        'application/problem+json': {
          schema: {
            allOf: [
              { $ref: '#/components/schemas/Problem' },
              { properties: { type: { enum: found.map(({ name }) => problemType(name)) } } },
            ],
          },
        },
        ...(isRefusal && refusal),
      },
    };
  }
  answers['401'] = { description: 'The answer of `authorize` to a caller that it does not know.' };
  answers['4XX'] = { description: 'Any other refusal of the API.', content: refusal };
  return Object.fromEntries(Object.entries(answers).sort(([a], [b]) => a.localeCompare(b)));
}

function operationOf(operation: Operation): object {
  const { parameters, responses: _, ...others } = operation;
  const kept = parameters
    .filter(({ name }) => name !== 'org_id' && name !== 'User-Agent')
    .map((parameter) => {
      const header = parameter.required ? filledHeader : anyHeader;
      const schema = parameter.in === 'path' ? idSchema : header;
      return { ...parameter, schema };
    });
  return {
    ...others,
    parameters: operation.operationId === 'createChain' ? [...kept, keyParameter] : kept,
    responses: responsesOf(operation),
  };
}

/** The document of a gateway for the document of the API. */
function documentOf({ info, paths, components, ...others }: Document): object {
  return {
    ...others,
    info: {
      ...info,
      title: 'Gateway for identification chains',
      summary: 'Create, cancel and close identification chains without a credential of the API.',
      description:
        'What `identification-chain/gateway` accepts and answers. The organization is `-`: the gateway knows it from the caller. The schemas of requests have every rule that blocks and that a schema can express; RULES.md lists the others. `authorize` may answer with responses of its own.',
    },
    servers: [{ url: '/api/identification', description: 'The option `basePath`.' }],
    security: [{ user: [] }],
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, item]) => [
        path.replace('{org_id}', '-'),
        Object.fromEntries(
          Object.entries(item).map(([method, operation]) => [method, operationOf(operation)]),
        ),
      ]),
    ),
    components: {
      schemas: { ...components.schemas, ...schemas },
      securitySchemes: {
        user: {
          type: 'http',
          scheme: 'bearer',
          description: 'The user’s own session, as `authorize` reads it: a token, or a cookie.',
        },
      },
    },
  };
}

await main('gateway-openapi', async () => {
  const document: Document = JSON.parse(await readFile(source, 'utf8'));
  const content = `${JSON.stringify(documentOf(document), undefined, 2)}\n`;
  if (!process.argv.includes('--check')) return writeFile(target, content);
  const current = await readFile(target, 'utf8').catch(() => '');
  if (current !== content) {
    throw new Error('gateway.openapi.json is not current: run `make generate`');
  }
});
