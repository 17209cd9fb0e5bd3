// The entry `identification-chain/schema`: the checks as Standard Schemas (standardschema.dev) for
// form libraries and frameworks, and as JSON Schemas.

import type { CancelChainRequest, CreateChainRequest } from '../contract.ts';
import { isPlainJson } from '../core/body.ts';
import { checkKinds } from '../core/check.ts';
import { compileRules } from '../core/overrides.ts';
import { jsonSchemas } from '../generated/schema.ts';
import type { Issue, Rules } from '../issues/issue.ts';
import type { Messages } from '../issues/message.ts';
import { checkedOptions, unknownName } from '../options.ts';
import { placeOf } from './names.ts';
import { issuesOfValue } from './validate.ts';

interface Requests {
  createChain: CreateChainRequest;
  cancelChain: CancelChainRequest;
}

/** Options for a schema. */
export interface SchemaOptions {
  /** Severities that replace the rule book's own. A schema reports errors only, not warnings. */
  readonly rules?: Rules | undefined;
  /** Words the messages. English by default. */
  readonly messages?: Messages | undefined;
  /**
   * Whether the value comes from a form that is still being filled in. Then no field is missing yet,
   * and blank values are absent. False by default.
   */
  readonly partial?: boolean | undefined;
}

/** An issue in the form of Standard Schema. */
export interface SchemaIssue {
  /** The problem: `must be a string`. */
  readonly message: string;
  /** The names and indices that lead to the value. */
  readonly path: readonly (string | number)[];
}

/** The result of a schema: the value, or its issues. */
export type SchemaResult<Value> =
  | { readonly value: Value; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** Options for a JSON Schema. */
export interface JsonSchemaOptions {
  /** The version of JSON Schema: `draft-2020-12` or `draft-07`. */
  readonly target: string;
}

/** A Standard Schema and a Standard JSON Schema, version 1. */
export interface RequestSchema<Value> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'identification-chain';
    readonly types?: { readonly input: Value; readonly output: Value } | undefined;
    /**
     * Checks a value. A string or bytes are not parsed as JSON here. A valid value is returned
     * unchanged, or as a copy without its `undefined` members.
     */
    readonly validate: (value: unknown, options?: unknown) => SchemaResult<Value>;
    readonly jsonSchema: {
      readonly input: (options: JsonSchemaOptions) => Record<string, unknown>;
      readonly output: (options: JsonSchemaOptions) => Record<string, unknown>;
    };
  };
}

/**
 * Creates a schema of an operation's request, for form libraries and frameworks.
 *
 * @throws {TypeError} for an unknown operation, and for an unknown or wrong option.
 *
 * @example
 * import { es } from 'identification-chain/messages/es';
 * import { requestSchema } from 'identification-chain/schema';
 *
 * const schema = requestSchema('createChain', { messages: es });
 * const { issues } = schema['~standard'].validate(request);
 */
export function requestSchema<Operation extends keyof Requests>(
  operation: Operation,
  options: SchemaOptions = {},
): RequestSchema<Requests[Operation]> {
  const checked = checkedOptions<SchemaOptions>('requestSchema: ', options, checkKinds);
  const { messages, partial } = checked;
  const rules = checked.rules && compileRules(checked.rules);
  if (!Object.hasOwn(jsonSchemas, operation)) {
    const names = Object.keys(jsonSchemas);
    throw new TypeError(`requestSchema: ${unknownName(String(operation), names, 'operation')}`);
  }
  const jsonSchema = ({ target }: JsonSchemaOptions) => jsonSchemaOf(operation, target);
  return {
    '~standard': {
      version: 1,
      vendor: 'identification-chain',
      validate(value) {
        const { issues, text } = issuesOfValue(operation, value, { rules, messages, partial });
        const errors = issues.filter(isError);
        if (errors.length === 0) return { value: withoutUndefined(value) as Requests[Operation] };
        return { issues: errors.map((issue) => schemaIssue(issue, value, text)) };
      },
      jsonSchema: { input: jsonSchema, output: jsonSchema },
    },
  };
}

/** The schema of a request to create a chain. */
export const createChainRequest: RequestSchema<CreateChainRequest> =
  /* @__PURE__ */ requestSchema('createChain');

/** The schema of a request to cancel a chain. */
export const cancelChainRequest: RequestSchema<CancelChainRequest> =
  /* @__PURE__ */ requestSchema('cancelChain');

function isError({ severity }: Issue): boolean {
  return severity === 'error';
}

function withoutUndefined(value: unknown): unknown {
  return isPlainJson(value) && !hasUndefined(value) ? value : JSON.parse(JSON.stringify(value));
}

function hasUndefined(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === undefined;
  return Object.values(value).some(hasUndefined);
}

function schemaIssue(issue: Issue, value: unknown, text: string): SchemaIssue {
  return { message: issue.message, path: placeOf(issue, value, text) };
}

/**
 * Returns the JSON Schema of an operation's request. It has every blocking rule that JSON Schema can
 * express; RULES.md lists the others.
 *
 * @param target `draft-2020-12`, or `draft-07`, which cannot express that each step occurs only once.
 * @throws {TypeError} for any other target.
 */
export function jsonSchemaOf(operation: keyof Requests, target: string): Record<string, unknown> {
  const text = JSON.stringify(jsonSchemas[operation]);
  if (target === 'draft-2020-12') return JSON.parse(text);
  if (target !== 'draft-07') {
    throw new TypeError(
      `there is no JSON Schema for the target ${target}; use draft-2020-12 or draft-07`,
    );
  }
  const { $defs: definitions, ...schema } = JSON.parse(
    text.replaceAll('#/$defs/', '#/definitions/'),
    (_, value) => (isNewer(value) ? true : value),
  );
  return {
    ...schema,
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...(definitions && { definitions }),
  };
}

/** Whether a part of a schema uses a keyword that draft-07 does not have. */
function isNewer(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'maxContains' in part;
}
