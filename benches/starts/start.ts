// Runs a program that has just started until its first check or its first request, and reports when that
// was. It runs in every runtime.

import type { CreateChainRequest } from 'identification-chain';

/** What a program does first. */
export interface Program {
  readonly check: (request: CreateChainRequest) => boolean;
  readonly send: (request: CreateChainRequest, fetch: () => Promise<Response>) => Promise<unknown>;
}

export type Until = 'check' | 'request';

/** When the first check or request was, and the parts of the core's start up to a check. */
export interface Started {
  readonly end: number;
  readonly parts?: Parts;
}

/** The parts of the start of the core, in milliseconds. */
export interface Parts {
  /** From the call of the check to the bytes of the module. */
  readonly decode: number;
  readonly compile: number;
  readonly instantiate: number;
}

/** The milliseconds since 1970, which is the same in all processes. */
export const now = () => performance.timeOrigin + performance.now();

export async function start(
  program: Program,
  request: CreateChainRequest,
  until: Until,
): Promise<Started> {
  if (until === 'check') {
    const parts = observeCore();
    if (!program.check(request)) throw new Error('the request is invalid');
    return { end: now(), ...parts() };
  }
  let end: number | undefined;
  await program.send(request, async () => {
    end ??= now();
    return Response.json({ id: 'a1b2' }, { status: 201 });
  });
  if (end === undefined) throw new Error('nothing was sent');
  return { end };
}

/** Observes the calls that start the core. */
function observeCore(): () => { parts?: Parts } {
  const { Module, Instance } = WebAssembly;
  const begin = now();
  let decode: number | undefined;
  let compile = 0;
  let instantiate = 0;
  Object.assign(WebAssembly, {
    Module: function ObservedModule(bytes: BufferSource) {
      const from = now();
      decode = from - begin;
      const module = new Module(bytes);
      compile = now() - from;
      return module;
    },
    Instance: function ObservedInstance(module: WebAssembly.Module, imports: WebAssembly.Imports) {
      const from = now();
      const instance = new Instance(module, imports);
      instantiate = now() - from;
      return instance;
    },
  });
  return () => (decode === undefined ? {} : { parts: { decode, compile, instantiate } });
}
