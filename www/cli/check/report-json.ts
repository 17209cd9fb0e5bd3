// The report as JSON: what `validate` returns, with lines and columns. It has no content of the file.

import type { Report } from '../../client/core/check.ts';
import { placeOf } from './place.ts';

export function reportJson({ valid, errors, warnings, issues }: Report, text: Buffer): string {
  const placed = issues.map(({ path, rule, severity, provenance, offset, params, message }) => {
    const { line, column } = placeOf(text, offset);
    return { path, rule, severity, provenance, offset, line, column, params, message };
  });
  return `${JSON.stringify({ valid, errors, warnings, issues: placed }, undefined, 2)}\n`;
}
