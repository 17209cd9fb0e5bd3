// The heap of a worker in workerd, by the protocol of its inspector (Chrome DevTools Protocol).

import { once } from 'node:events';

/** The memory of an isolate after all garbage was collected, in bytes. */
export interface IsolateMemory {
  readonly heap: number;
  /** The buffers beside the heap. */
  readonly buffers: number;
}

/** A connection to the inspector. */
export class Inspector implements Disposable {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const reply: Reply = JSON.parse(String(data));
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    });
  }

  /** Connects to the first worker of an inspector at `host:port`. */
  static async open(address: string): Promise<Inspector> {
    const answer = await fetch(`http://${address}/json`);
    const [target] = (await answer.json()) as { readonly webSocketDebuggerUrl: string }[];
    if (target === undefined) throw new Error('the inspector has no worker');
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    await once(socket, 'open');
    return new Inspector(socket);
  }

  /** @param wake sends a request to the worker: one that is idle collects no garbage. */
  async memory(wake: () => Promise<unknown>): Promise<IsolateMemory> {
    let isCollected = false;
    const collected = this.#call('HeapProfiler.collectGarbage').then(() => {
      isCollected = true;
    });
    while (!isCollected) await wake();
    await collected;
    const { usedSize = Number.NaN, backingStorageSize = Number.NaN } =
      await this.#call('Runtime.getHeapUsage');
    return { heap: usedSize, buffers: backingStorageSize };
  }

  async #call(method: string): Promise<Readonly<Record<string, number>>> {
    this.#last += 1;
    const { promise, resolve } = Promise.withResolvers<Reply>();
    this.#waiting.set(this.#last, resolve);
    this.#socket.send(JSON.stringify({ id: this.#last, method }));
    const { result, error } = await promise;
    if (result === undefined) throw new Error(`the inspector failed: ${error?.message}`);
    return result;
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }
}

interface Reply {
  readonly id: number;
  readonly result?: Readonly<Record<string, number>>;
  readonly error?: { readonly message: string };
}
