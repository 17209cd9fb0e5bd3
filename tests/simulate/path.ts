// One request and its answer on a way with faults.

import { quoted } from './canaries.ts';
import type { Actor } from './clock.ts';
import type { Life } from './life.ts';
import type { Passage } from './network.ts';
import { Pipe, SimulatedResponse } from './web.ts';

/** An error of a network, which quotes what it carried, as some do. */
export class SimulatedNetworkError extends TypeError {
  override name = `Error ${quoted}`;
  code = 'ECONNRESET';

  constructor() {
    super(`the connection broke ${quoted}`, { cause: { code: quoted, message: quoted } });
  }
}

export interface Path {
  /**
   * Carries a request. Returns whether it is lost.
   *
   * @param arrive returns the answer, when the request has arrived.
   * @param deliver takes the answer's head, when it has arrived. The body may follow.
   */
  travel(
    arrive: () => Promise<SimulatedResponse>,
    deliver: (response: SimulatedResponse) => void,
    fail: (error: unknown) => void,
  ): boolean;
  /** Breaks the connection, if the answer is not there yet. */
  break(): void;
}

/** How long a peer takes to notice a reset, in milliseconds. */
const reset = 30;

/** @param actor who sends the request, and waits for its answer. */
export function pathOf(
  life: Life,
  actor: Actor,
  { fault, there, back }: Passage,
  signal: AbortSignal | undefined,
): Path {
  const { clock } = life;
  let isOver = false;
  let fail: (error: unknown) => void = () => {};
  let pipe: Pipe | undefined;
  const breakOff = (error: unknown) => {
    pipe?.end(error as Error);
    if (isOver) return;
    isOver = true;
    fail(error);
  };
  const later = (delay: number) => {
    clock.after(delay, () => breakOff(new SimulatedNetworkError()), actor);
  };
  /** Carries the answer back. */
  const carryBack = async (
    response: SimulatedResponse,
    deliver: (response: SimulatedResponse) => void,
  ) => {
    if (fault === 'reset after') return later(back);
    if (fault === 'answer lost') return;
    const { status, headers } = response;
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (life.plan.saysLength) headers.set('Content-Length', String(bytes.length));
    const isCut = fault === 'answer cut' || fault === 'answer stalled';
    clock.after(
      back,
      () => {
        if (isOver) return;
        isOver = true;
        if (!isCut || bytes.length === 0) {
          deliver(new SimulatedResponse(bytes.length === 0 ? null : bytes, { status, headers }));
          return;
        }
        pipe = new Pipe();
        pipe.push(bytes.slice(0, Math.floor(bytes.length / 2)));
        deliver(new SimulatedResponse(pipe.stream, { status, headers }));
        if (fault === 'answer cut') later(reset);
      },
      actor,
    );
  };
  return {
    travel(arrive, deliver, failed) {
      fail = failed;
      if (signal?.aborted) {
        breakOff(signal.reason);
        return true;
      }
      signal?.addEventListener('abort', () => breakOff(signal.reason), { once: true });
      if (fault === 'reset before') later(there);
      if (fault === 'reset before' || fault === 'lost') return true;
      clock.after(
        there,
        () => void arrive().then((response) => carryBack(response, deliver)),
        undefined,
      );
      return false;
    },
    break: () => later(reset),
  };
}
