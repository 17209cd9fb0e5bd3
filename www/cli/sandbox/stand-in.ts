// The stand-in as one server: a page, faults on demand, the gateway, and the sandbox behind it. The
// command `sandbox` and the demo both open it.

import type { Sandbox } from 'identification-chain/sandbox';
import { exampleRequest } from '../../client/generated/rule-book.ts';
import { consoleIn } from '../../console/pages.ts';
import { type Fault, FaultPlan, faultFromHeader, faultHeader } from '../../sandbox/faults.ts';
import { faultPath, plannedFault, writtenFault } from './faults.ts';
import { gatewayPath, gatewayTo } from './gateway.ts';
import { type Answered, templateOf } from './log.ts';

/** Options for a stand-in. */
interface StandInOptions {
  /** The port to listen on; 0 for a free one. */
  readonly port: number;
  /** The only token that the sandbox accepts. Without it, the sandbox accepts every request. */
  readonly token?: string | undefined;
  /** Whether the sandbox itself supports the header `Idempotency-Key`. */
  readonly idempotency?: boolean | undefined;
  /** The folder of the built console. */
  readonly console: URL;
  /** Called after each request. It gets no content of the request. */
  readonly onAnswer?: ((answered: Answered) => void) | undefined;
}

/** A running stand-in. */
export interface StandIn {
  readonly url: string;
  /** The base URL of the sandbox. */
  readonly apiUrl: string;
  /** The URL of the gateway. */
  readonly gatewayUrl: string;
  /** Whether the console is there. */
  readonly hasConsole: boolean;
  readonly ledger: Sandbox['ledger'];
  /** Plans a fault for the next request to the API. */
  readonly fail: (fault: Pick<Fault, 'latency' | 'status' | 'reset'>) => void;
  readonly close: () => Promise<void>;
}

/** The base path of the sandbox. */
const apiPath = '/v1';

/** The path of the API reference's example. */
export const examplePath = '/example.json';

/** The token of the gateway, if the sandbox accepts every one. */
const anyToken = 'sandbox-token';

/** Opens a stand-in. It rejects if it cannot listen at the port. */
export async function openStandIn(options: StandInOptions): Promise<StandIn> {
  const { port, token, idempotency, onAnswer } = options;
  // The other commands do not load them.
  const [{ createSandbox }, { serve }] = await Promise.all([
    import('identification-chain/sandbox'),
    import('identification-chain/sandbox/node'),
  ]);
  const sandbox = createSandbox({ token, idempotency, basePath: apiPath, requireUserAgent: true });
  const plan = new FaultPlan();
  const page = consoleIn(options.console);
  const server = await serve((request) => respond(request), { port });
  const apiUrl = server.url + apiPath;
  const gateway = await gatewayTo(apiUrl, token ?? anyToken);

  /** Responds, and reports how. */
  async function respond(request: Request): Promise<Response> {
    const start = performance.now();
    const { pathname } = new URL(request.url);
    const template = templateOf(pathname, apiPath);
    const fault = template === undefined ? undefined : faultFor(request, plan);
    const report = (status: Answered['status']) =>
      onAnswer?.({
        method: request.method,
        path: template ?? otherTemplateOf(pathname),
        status,
        milliseconds: performance.now() - start,
        fault,
      });
    try {
      const response = await answer(request, pathname, fault);
      report(response.status);
      return response;
    } catch (error) {
      report('reset');
      throw error;
    }
  }

  /** Responds as the first of the page, the faults, the gateway and the sandbox that knows the path. */
  async function answer(request: Request, pathname: string, fault: string | undefined) {
    if (request.method === 'GET' && pathname === examplePath) return Response.json(exampleRequest);
    const known = page(request) ?? plannedFault(request, plan);
    if (known) return known;
    if (pathname.startsWith(`${gatewayPath}/`)) return gateway.fetch(request);
    if (fault === undefined) return sandbox.fetch(request);
    const headers = new Headers(request.headers);
    headers.set(faultHeader, fault);
    return sandbox.fetch(request, { headers });
  }

  return {
    url: server.url,
    apiUrl,
    gatewayUrl: server.url + gatewayPath,
    hasConsole: page(new Request(`${server.url}/`)) !== undefined,
    get ledger() {
      return sandbox.ledger;
    },
    fail: (fault) => plan.add(fault),
    close: server.close,
  };
}

/** The fault of a request to the API: its own, or else the next one of the plan. */
function faultFor(request: Request, plan: FaultPlan): string | undefined {
  const own = faultFromHeader(request.headers.get(faultHeader));
  // The sandbox refuses it.
  if (own === 'malformed' || request.method === 'OPTIONS') return undefined;
  const fault = own ?? plan.take(undefined);
  return fault && writtenFault(fault);
}

/** What the log shows for a path that is not one of the API. */
function otherTemplateOf(pathname: string): string {
  if (['/', examplePath, faultPath].includes(pathname)) return pathname;
  if (pathname.startsWith('/assets/')) return '/assets/{file}';
  return templateOf(pathname, gatewayPath) ?? '(another path)';
}
