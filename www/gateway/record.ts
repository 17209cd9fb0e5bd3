// Records as the text that stores keep.

import type { KeyRecord } from './states.ts';

const states: readonly unknown[] = ['sent', 'done', 'id-lost', 'unknown'];

/** Writes a record. Two records are the same if their texts are. */
export function textOf(record: KeyRecord): string {
  return JSON.stringify(record);
}

/**
 * Reads a record.
 *
 * @throws {TypeError} for a text that is not a record. Its key is then neither free nor done.
 */
export function recordOf(text: string): KeyRecord {
  const record: unknown = JSON.parse(text);
  if (!states.includes((record as KeyRecord | null)?.state)) {
    throw new TypeError('the store returned something that is not a record');
  }
  return record as KeyRecord;
}
