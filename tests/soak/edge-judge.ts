// Judges what a gateway did with one key, from its sends, its answers and the ledger.

import type { EdgeAnswer, UpstreamSend } from './edge.ts';

/** The facts of a key. */
export interface KeyFacts {
  /** The ids of the key's chains in the ledger. */
  readonly chains: readonly string[];
  /** The requests to the API, in their order. */
  readonly sends: readonly UpstreamSend[];
  readonly answers: readonly EdgeAnswer[];
}

/** The errors of a gateway with one key. */
export function judgeKey({ chains, sends, answers }: KeyFacts): string[] {
  const errors = answers.flatMap((answer) => judgeAnswer(answer, chains, sends) ?? []);
  if (chains.length > 1) errors.push('a key made more than one chain');
  if (sends.slice(0, -1).some(mayBeDone)) errors.push('sent again after it may have been done');
  return errors;
}

/** Whether a send may have made a chain, to the gateway's knowledge. */
function mayBeDone({ isRefused }: UpstreamSend): boolean {
  return !isRefused;
}

function isConfirmed({ status = 0 }: UpstreamSend): boolean {
  return status >= 200 && status < 300;
}

function judgeAnswer(
  answer: EdgeAnswer,
  chains: readonly string[],
  sends: readonly UpstreamSend[],
): string | undefined {
  const { status, problem, id, order } = answer;
  const before = sends.filter((send) => send.order < order);
  if (status >= 200 && status < 300) {
    const exists = id !== undefined && chains.includes(id);
    return exists ? undefined : 'answered a chain that does not exist';
  }
  if (problem === 'key-in-progress') {
    return before.length > 0 ? undefined : 'answered in progress, but nothing was sent';
  }
  return judgeFailure(answer, before.filter(mayBeDone));
}

/** @param open the sends before the answer that may have made a chain. */
function judgeFailure(
  { status, problem }: EdgeAnswer,
  open: readonly UpstreamSend[],
): string | undefined {
  switch (problem) {
    case 'outcome-unknown':
      if (open.length === 0) return 'answered unknown, but the API refused every request';
      return open.some(isConfirmed) ? 'answered unknown, but the API confirmed it' : undefined;
    case 'id-lost':
      return open.some(isConfirmed)
        ? undefined
        : 'answered a lost id, but the API confirmed nothing';
    default:
      return open.length === 0
        ? undefined
        : `answered ${status} as not done, but a request may have been done`;
  }
}
