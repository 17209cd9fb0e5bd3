// Plans faults of the stand-in on demand: `POST /fault?reset=after`. The gateway does not pass on the
// sandbox's own header for faults.

import { type Fault, type FaultPlan, faultFromHeader } from '../../sandbox/faults.ts';

/** The path to plan faults. */
export const faultPath = '/fault';

/** Plans the fault that a request asks for. Returns `undefined` for another request. */
export function plannedFault(request: Request, plan: FaultPlan): Response | undefined {
  const { pathname, searchParams } = new URL(request.url);
  if (request.method !== 'POST' || pathname !== faultPath) return undefined;
  const parts = [...searchParams].map(([name, value]) => `${name}=${value}`);
  const fault = faultFromHeader(parts.join());
  if (fault === undefined || fault === 'malformed') {
    const expected = 'expected latency=ms, status=code, reset=before or reset=after';
    return new Response(`${expected}\n`, { status: 400 });
  }
  plan.add(fault);
  return new Response(null, { status: 204 });
}

/** Writes a fault as the header has it: `latency=500,status=503`. */
export function writtenFault({ latency, status, reset }: Fault): string {
  return Object.entries({ latency, status, reset })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join();
}
