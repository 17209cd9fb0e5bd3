// The log of the sandbox: a line for each request, without personal data. A path is shown as its
// template, because a path may hold anything.

import { METHODS } from 'node:http';
import { ownOrg, paths } from '../../client/generated/rules.ts';

/** A request that was answered. */
export interface Answered {
  readonly method: string;
  /** The template of the path. */
  readonly path: string;
  /** The status, or `reset` if the connection was dropped. */
  readonly status: number | 'reset';
  readonly milliseconds: number;
  /** The fault that was applied. */
  readonly fault?: string | undefined;
}

/** The line of a request. */
export function lineOf({ method, path, status, milliseconds, fault }: Answered): string {
  const shown = METHODS.includes(method) ? method : 'other';
  const line = `${shown} ${path} ${status} ${Math.round(milliseconds)} ms`;
  return fault === undefined ? line : `${line}, fault: ${fault}`;
}

/** The templates of the operations, each with the paths that it stands for. */
const templates = Object.values(paths).map((template) => ({
  template,
  pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** The template of a path under a base path, or `undefined` if no operation has it. */
export function templateOf(path: string, basePath: string): string | undefined {
  if (!path.startsWith(basePath)) return undefined;
  const rest = path.slice(basePath.length);
  const found = templates.find(({ pattern }) => pattern.test(rest));
  if (found === undefined) return undefined;
  const isOwn = rest.startsWith(`/orgs/${ownOrg}/`);
  return basePath + (isOwn ? found.template.replace('{org_id}', ownOrg) : found.template);
}
