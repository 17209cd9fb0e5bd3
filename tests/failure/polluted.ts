// Adds members to Object.prototype, runs the steps of transcript.ts, and prints their transcripts. A program
// of its own, because such members are everywhere in the process.
//
//   node tests/failure/polluted.ts WHO KIND,KIND WHEN,WHEN NAME,NAME…
//
// For pages it adds all names at once, and for servers one after the other.

import { Script } from 'node:vm';
import { build } from 'esbuild';
import {
  type Entries,
  entries,
  replaceRequest,
  type Step,
  transcriptOf,
  type Who,
} from './transcript.ts';

/** What a program could put there. */
const kinds: Readonly<Record<string, PropertyDescriptor>> = {
  text: { value: 'https://evil.example/', writable: true },
  flag: { value: true, writable: true },
  number: { value: 200, writable: true },
  object: { value: { url: 'https://evil.example/', keepsKeys: true }, writable: true },
  function: { value: () => 'https://evil.example/', writable: true },
  'frozen text': { value: 'https://evil.example/', writable: false },
  'accessor that takes what is set': { get: () => undefined, set: () => {} },
  'accessor that throws': {
    get: () => {
      throw new RangeError('poisoned');
    },
    set: () => {
      throw new RangeError('poisoned');
    },
  },
};

/** A transcript, with the members that Object.prototype had. */
export interface Polluted {
  readonly kind: string;
  readonly when: string;
  readonly names: readonly string[];
  readonly steps: readonly (readonly [name: string, step: Step])[];
}

/** Adds members to Object.prototype while `work` runs. */
async function withMembers<Result>(
  names: readonly string[],
  descriptor: PropertyDescriptor,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  for (const name of names) Reflect.defineProperty(Object.prototype, name, descriptor);
  try {
    return await work();
  } finally {
    for (const name of names) Reflect.deleteProperty(Object.prototype, name);
  }
}

/** A script that imports the entries of pages. Node itself cannot import once such members are there. */
async function bundle(): Promise<Script> {
  const named = { api: '', core: '/core', forms: '/forms', english: '/forms/en' };
  const contents = Object.entries(named).map(
    ([name, entry]) => `export * as ${name} from 'identification-chain${entry}';`,
  );
  const { outputFiles } = await build({
    stdin: { contents: contents.join('\n'), resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'entriesOfPages',
  });
  return new Script(`${outputFiles[0]?.text}\nentriesOfPages;`);
}

const [, , who = '', ...lists] = process.argv;
const [ofKinds = [], whens = [], names = []] = lists.map((list) => list.split(','));
const sets = who === 'pages' ? [names] : names.map((name) => [name]);
const imported = await entries();
const script = await bundle();
const found: Polluted[] = [];

async function add(
  kind: string,
  when: string,
  members: readonly string[],
  of: Entries,
  descriptor: PropertyDescriptor = {},
): Promise<void> {
  const steps = await transcriptOf(of, who as Who, (work) =>
    withMembers(members, descriptor, work),
  );
  found.push({ kind, when, names: members, steps: [...steps] });
}

if (who === 'pages') replaceRequest();
await add('none', 'never', [], imported);
for (const kind of ofKinds) {
  // `defineProperty` must not read members of Object.prototype.
  const descriptor = { __proto__: null, ...kinds[kind], configurable: true, enumerable: true };
  for (const when of whens) {
    // Bundlers list the exports of a module by `for…in`.
    const hidden = { ...descriptor, __proto__: null, enumerable: false };
    const of =
      when === 'before the import'
        ? await withMembers(names, hidden, (): Entries => script.runInThisContext())
        : imported;
    for (const set of sets) await add(kind, when, set, of, descriptor);
  }
}
console.log(JSON.stringify(found));
