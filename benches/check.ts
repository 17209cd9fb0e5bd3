// The groups that check: from the caller's value to the checked bytes or text, or to the messages.

import { check } from 'identification-chain/core';
import { check as checkInJavaScript } from 'identification-chain/fallback';
import { clean, reference, tenErrors } from './bodies.ts';
import { peers } from './peers.ts';
import type { Group } from './rounds.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function mustBe(is: boolean): void {
  if (!is) throw new Error('a check of the benchmark has another result');
}

const bodies = { 'with warnings': reference, 'without warnings': clean };

const bytesIn = Object.entries(bodies).map(([name, value]): Group => {
  const bytes = encoder.encode(JSON.stringify(value));
  return {
    name: `check, bytes in, ${name}`,
    candidates: [
      { name: 'ours', run: () => mustBe(check('createChain', bytes).valid) },
      {
        name: 'ours, in JavaScript',
        run: () => mustBe(checkInJavaScript('createChain', bytes).valid),
      },
      {
        name: 'ours, every issue read',
        run: () => mustBe(check('createChain', bytes).issues.length < 3),
      },
      ...Object.entries(peers).map(([peer, { accepts }]) => ({
        name: peer,
        run: () => {
          const parsed = JSON.parse(decoder.decode(bytes));
          mustBe(accepts(parsed));
          return JSON.stringify(parsed);
        },
      })),
    ],
  };
});

const objectIn = Object.entries(bodies).map(
  ([name, value]): Group => ({
    name: `check, object in, ${name}`,
    candidates: [
      { name: 'ours', run: () => mustBe(check('createChain', value).valid) },
      {
        name: 'ours, in JavaScript',
        run: () => mustBe(checkInJavaScript('createChain', value).valid),
      },
      { name: 'JSON.stringify alone', run: () => JSON.stringify(value) },
      ...Object.entries(peers).map(([peer, { accepts }]) => ({
        name: peer,
        run: () => {
          mustBe(accepts(value));
          return JSON.stringify(value);
        },
      })),
    ],
  }),
);

/** An object with ten errors, until their places and messages are read. */
const withErrors: Group = {
  name: 'check, object in, ten errors',
  candidates: [
    {
      name: 'ours',
      run: () => {
        const { issues } = check('createChain', tenErrors);
        mustBe(issues.map(({ path, message }) => `${path}: ${message}`).length === 10);
      },
    },
    ...Object.entries(peers).map(([peer, { problems }]) => ({
      name: peer,
      run: () => mustBe(problems(tenErrors).length === 10),
    })),
  ],
};

export const checks: readonly Group[] = [...bytesIn, ...objectIn, withErrors];
