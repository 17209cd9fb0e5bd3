// Prints how long the worst bodies that are known take, beside an ordinary body of the same size:
//
//   node benches/worst.ts
//
// The test of tests/worst/ bounds their instructions, which are the same on every machine.

import { check } from 'identification-chain/core';
import shapes from '../tests/cases/shapes.json' with { type: 'json' };
import { bodyOf } from '../tests/worst/shape.ts';
import { digits } from './figures.ts';
import { type Group, measure, warmUp } from './rounds.ts';

const host = { now: () => performance.now(), latency: 0, rounds: 15, part: 5 };

for (const size of [4096, 16_384, 65_536]) {
  const bodies = shapes.map((shape) => ({ name: shape.name, body: bodyOf(shape, size) }));
  const groups: readonly Group[] = [
    {
      name: 'verdict',
      candidates: bodies.map(({ name, body }) => ({
        name,
        run: () => check('createChain', body).valid,
      })),
    },
    {
      name: 'with issues',
      candidates: bodies.map(({ name, body }) => ({
        name,
        run: () => check('createChain', body).issues,
      })),
    },
  ];
  const measured = [];
  for (const group of groups) measured.push(await measure(group, await warmUp(group, host), host));
  const [verdicts = [], lists = []] = measured;
  console.log(`\n| ${size} bytes | verdict | times ordinary | with issues | times ordinary |`);
  console.log('| --- | --- | --- | --- | --- |');
  for (const [index, { name, microseconds, timesOurs }] of verdicts.entries()) {
    const list = lists[index];
    if (list === undefined) continue;
    const cells = [
      `${digits(microseconds)} µs`,
      digits(timesOurs),
      `${digits(list.microseconds)} µs`,
      digits(list.timesOurs),
    ];
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}
