// Plans a fault of the sandbox on demand: `POST /fault?reset=after`. The gateway does not pass on the
// sandbox's own header for faults.

import type { Fault, Sandbox } from 'identification-chain/sandbox';

/** Plans the fault that a request asks for. Returns `undefined` for another request. */
export function plannedFault(request: Request, sandbox: Sandbox): Response | undefined {
  const { pathname, searchParams } = new URL(request.url);
  if (request.method !== 'POST' || pathname !== '/fault') return undefined;
  try {
    sandbox.fail(faultOf(searchParams));
    return new Response(null, { status: 204 });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Response(`${error.message}\n`, { status: 400 });
  }
}

/** @throws {RangeError} for a fault that there is not. */
function faultOf(parameters: URLSearchParams): Fault {
  const fault = Object.fromEntries(parameters);
  const { latency, status, reset, ...rest } = fault;
  const isReset = reset === undefined || reset === 'before' || reset === 'after';
  if (!isReset || Object.keys(rest).length > 0 || Object.keys(fault).length === 0) {
    throw new RangeError('expected latency=ms, status=code, reset=before or reset=after');
  }
  return {
    ...(latency !== undefined && { latency: Number(latency) }),
    ...(status !== undefined && { status: Number(status) }),
    ...(reset !== undefined && { reset }),
  };
}
