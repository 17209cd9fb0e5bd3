// Checks a body without sending it: what `check`, `validate`, the schemas and the sandbox call.

import type { OperationId } from '../contract.ts';
import { isValidationError } from '../errors/index.ts';
import { bodies, operationIds } from '../generated/rules.ts';
import type { Issue, Rules } from '../issues/issue.ts';
import type { Messages } from '../issues/message.ts';
import { issuesOf } from '../issues/rows.ts';
import {
  checkedOptions,
  flag,
  type Kinds,
  messagesFunction,
  object,
  unknownName,
} from '../options.ts';
import { type Body, type BodyInput, toBody, writeBody } from './body.ts';
import { inputRoom, withCore } from './instance.ts';
import { type CompiledRules, compiled } from './overrides.ts';

/** A {@link Report} as JSON. */
export type ReportJson = Pick<Report, 'valid' | 'errors' | 'warnings' | 'issues'>;

/** The result of a check: whether the body may be sent, and every issue. */
export class Report {
  /** The number of issues that block. */
  readonly errors: number;
  /** The number of issues that do not block. */
  readonly warnings: number;
  readonly #list: () => readonly Issue[];
  #issues: readonly Issue[] | undefined;

  /** @internal */
  constructor(errors: number, warnings: number, list: () => readonly Issue[]) {
    this.errors = errors;
    this.warnings = warnings;
    this.#list = list;
  }

  /** Whether the body may be sent. */
  get valid(): boolean {
    return this.errors === 0;
  }

  /**
   * Every issue, in document order. The list is made when you first read it: if you passed bytes,
   * read it before you change them.
   */
  get issues(): readonly Issue[] {
    this.#issues ??= this.errors + this.warnings === 0 ? [] : this.#list();
    return this.#issues;
  }

  /** What `JSON.stringify` writes: the verdict, the counts and every issue. */
  toJSON(): ReportJson {
    const { valid, errors, warnings, issues } = this;
    return { valid, errors, warnings, issues };
  }
}

/** Options for a check. */
export interface CheckOptions {
  /** Severities that replace the rule book's own. */
  readonly rules?: Rules | CompiledRules | undefined;
  /** Words the messages. English by default. */
  readonly messages?: Messages | undefined;
  /**
   * Whether the body comes from a form that is still being filled in. Then no field is missing yet,
   * and a value that is blank, `null`, `undefined` or `NaN` is absent. False by default.
   */
  readonly partial?: boolean | undefined;
}

/** The kinds of the options of a check, and of a schema. */
export const checkKinds: Kinds<CheckOptions> = {
  rules: object,
  messages: messagesFunction,
  partial: flag,
};

/**
 * Checks the body of an operation, and sends nothing. For an operation without a body, and for
 * `cancelChain` without one, the report has no issue.
 *
 * @throws {TypeError} for an unknown operation, and for an unknown or wrong option.
 */
export function check(operation: OperationId, body: BodyInput, options?: CheckOptions): Report {
  const number = operationIds.indexOf(operation);
  if (number < 0) {
    throw new TypeError(`check: ${unknownName(String(operation), operationIds, 'operation')}`);
  }
  const own = options && checkedOptions('check: ', options, checkKinds);
  const need = bodies[operation];
  if (need === 'none' || (need === 'optional' && body === undefined)) return reportOf([]);
  let input: Body;
  try {
    input = written(operation, body, own);
  } catch (error) {
    if (!isValidationError(error)) throw error;
    return reportOf(error.issues);
  }
  return checkNumber(number, input, own);
}

function reportOf(issues: readonly Issue[]): Report {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  return new Report(errors, issues.length - errors, () => issues);
}

/** Checks text or bytes. The options have no prototype. */
export function checkBody(operation: OperationId, body: Body, options?: CheckOptions): Report {
  return checkNumber(operationIds.indexOf(operation), body, options);
}

/** @param number The number of the operation in the core. */
function checkNumber(number: number, body: Body, options: CheckOptions | undefined): Report {
  const rules = compiled(options?.rules);
  const partial = options?.partial === true;
  return withCore((core) => {
    const counts = core.check(number, writeBody(body, inputRoom()), rules, partial);
    return new Report(counts >>> 16, counts & 0xffff, () => {
      const [lines] = withCore((later) =>
        later.issues(number, writeBody(body, inputRoom()), rules, partial),
      );
      return issuesOf(String(lines), options?.messages);
    });
  });
}

/**
 * The text or bytes to check and send for the body that a caller passed.
 *
 * @throws {ValidationError} with every issue, if JSON cannot represent the value.
 */
export function written(operation: OperationId, body: unknown, options?: CheckOptions): Body {
  return toBody(body, options, (text) => checkBody(operation, text, options).issues);
}
