// Measures the time from the caller's value to the checked bytes or text, for the reference's example,
// in one run with the libraries that teams use instead. Writes target/reports/bench.json.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { check } from 'identification-chain/core';
import { check as checkInJavaScript } from 'identification-chain/fallback';
import { bench, group, run } from 'mitata';
import { peers } from './peers.ts';

const path = '/orgs/{org_id}/identifications/chain';
const document = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));
const reference = document.paths[path].post.requestBody.content['application/json'].example;
const clean = structuredClone(reference);
clean.actor.identity_document.document_number = '12345678Z';
clean.actor.msisdn.phone_number = 612345678;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const bodies = { reference, 'without warnings': clean };

function mustBeValid(valid: boolean): void {
  if (!valid) throw new Error('a body of the benchmark is invalid');
}

/**
 * Measures a function after a warm-up, as in a long-running process. Without the warm-up, the first
 * group would be measured before it is fully compiled.
 */
function benchWarm(name: string, candidate: () => unknown): void {
  for (let count = 0; count < 20_000; count++) candidate();
  bench(name, candidate);
}

for (const [name, value] of Object.entries(bodies)) {
  const bytes = encoder.encode(JSON.stringify(value));
  group(`bytes in, ${name}`, () => {
    benchWarm('ours', () => {
      mustBeValid(check('createChain', bytes).valid);
      return bytes;
    });
    benchWarm('ours, in JavaScript', () => {
      mustBeValid(checkInJavaScript('createChain', bytes).valid);
      return bytes;
    });
    benchWarm('ours, every issue read', () => {
      mustBeValid(check('createChain', bytes).issues.length < 3);
      return bytes;
    });
    for (const [peer, accepts] of Object.entries(peers)) {
      benchWarm(peer, () => {
        const parsed = JSON.parse(decoder.decode(bytes));
        mustBeValid(accepts(parsed));
        return JSON.stringify(parsed);
      });
    }
  });
  group(`object in, ${name}`, () => {
    benchWarm('ours', () => {
      mustBeValid(check('createChain', value).valid);
    });
    benchWarm('ours, in JavaScript', () => {
      mustBeValid(checkInJavaScript('createChain', value).valid);
    });
    benchWarm('JSON.stringify alone', () => JSON.stringify(value));
    for (const [peer, accepts] of Object.entries(peers)) {
      benchWarm(peer, () => {
        mustBeValid(accepts(value));
        return JSON.stringify(value);
      });
    }
  });
}

/** The results of mitata. Its own types leave out the groups. */
interface Results {
  readonly layout: readonly { readonly name: string | null }[];
  readonly benchmarks: readonly {
    readonly alias: string;
    readonly group: number;
    readonly runs: readonly { readonly stats?: { readonly p50: number } }[];
  }[];
}

const { layout, benchmarks } = (await run({ format: 'quiet' })) as unknown as Results;
const rows = benchmarks.map(({ alias, group: index, runs }) => {
  const stats = runs[0]?.stats;
  if (!stats) throw new Error(`${alias} did not run`);
  return { group: layout[index]?.name ?? '', name: alias, medianNanoseconds: stats.p50 };
});
const report = rows.map((row) => {
  const ours = rows.find(({ group, name }) => group === row.group && name === 'ours');
  return { ...row, timesOurs: row.medianNanoseconds / (ours?.medianNanoseconds ?? Number.NaN) };
});

let last = '';
for (const { group, name, medianNanoseconds, timesOurs } of report) {
  if (group !== last) console.log(`\n${group}`);
  last = group;
  const time = medianNanoseconds.toFixed(0).padStart(8);
  console.log(`  ${name.padEnd(24)}${time} ns   ${timesOurs.toFixed(2).padStart(6)} × ours`);
}
mkdirSync('target/reports', { recursive: true });
writeFileSync(
  'target/reports/bench.json',
  `${JSON.stringify({ node: process.version, rows: report }, undefined, 2)}\n`,
);
