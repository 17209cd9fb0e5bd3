// The built console behind a server: with a gateway and a sandbox at the same origin, or as plain files.

import { createGateway, type GatewayOptions, MemoryStore } from 'identification-chain/gateway';
import { ConnectionReset, createSandbox, type Sandbox } from 'identification-chain/sandbox';
import { type Served, serve } from 'identification-chain/sandbox/node';
import type { Locator, Page } from 'playwright-core';
import { staticFile } from '../support/static.ts';
import { recorded } from '../support/traffic.ts';

/** The credential of the gateway. The page must never have it. */
export const token = 'the-credential-of-the-gateway';

const folder = new URL('../../pkg/dist/console', import.meta.url).pathname;

/** The policy of a server with a gateway: the page may talk to nobody else. */
const strictPolicy =
  "default-src 'none'; img-src 'self' data:; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/** A gateway to a sandbox, over HTTP. */
export interface Bed extends Served {
  readonly sandbox: Sandbox;
  /** The URL of the sandbox as an API. */
  readonly apiUrl: string;
  /** What the page and the server have said to each other. */
  readonly traffic: string[];
  /** Drops the connection instead of the next answers of the gateway to a create. */
  readonly loseAnswers: (count: number) => void;
  /** Keeps the next answer to a create back for ever. Resolves when the gateway has answered. */
  readonly holdAnswer: () => Promise<void>;
}

/** Serves the console, a gateway at `/api/identification`, and faults at `/fault`. */
export async function serveConsole(options: Partial<GatewayOptions> = {}): Promise<Bed> {
  const sandbox = createSandbox({ token, requireUserAgent: true });
  const api = await serve(closing(sandbox.fetch));
  const traffic: string[] = [];
  const gateway = createGateway({
    basePath: '/api/identification',
    baseUrl: `${api.url}/v1`,
    token,
    orgId: 'acme',
    secret: 'the-secret-of-the-gateway-in-tests',
    store: new MemoryStore(),
    authorize: () => 'somebody',
    ...options,
  });
  let losses = 0;
  let hold: (() => void) | undefined;
  const faulty = async (request: Request) => {
    const response = await gateway.fetch(request);
    if (request.method !== 'POST' || !request.url.endsWith('/chain')) return response;
    if (losses > 0) {
      losses -= 1;
      throw new ConnectionReset();
    }
    if (hold === undefined) return response;
    hold();
    hold = undefined;
    return new Promise<Response>(() => {});
  };
  const handler = (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname.startsWith('/api/identification/')) return faulty(request);
    return pathname === '/fault' ? planned(searchParams, sandbox) : page(pathname, strictPolicy);
  };
  const server = await serve(recorded(closing(handler), traffic));
  return {
    url: server.url,
    sandbox,
    apiUrl: `${api.url}/v1`,
    traffic,
    loseAnswers: (count) => {
      losses = count;
    },
    holdAnswer: () =>
      new Promise((resolve) => {
        hold = resolve;
      }),
    close: async () => {
      await server.close();
      await api.close();
    },
  };
}

/** Serves the console's files below a folder, and nothing else, as any file server does. */
export async function serveFiles(): Promise<Served & { readonly page: string }> {
  const server = await serve((request) => {
    const { pathname } = new URL(request.url);
    return pathname.startsWith('/tools/console/')
      ? page(pathname.slice('/tools/console'.length))
      : new Response(null, { status: 404 });
  });
  return { ...server, page: `${server.url}/tools/console/` };
}

function page(pathname: string, policy?: string): Response {
  const response = staticFile(folder, pathname);
  if (policy !== undefined) response.headers.set('Content-Security-Policy', policy);
  return response;
}

/** Plans a fault as `identification-chain sandbox` does: `POST /fault?reset=after`. */
function planned(parameters: URLSearchParams, sandbox: Sandbox): Response {
  const { latency, status, reset } = Object.fromEntries(parameters);
  if (parameters.size === 0) return new Response(null, { status: 400 });
  sandbox.fail({
    ...(latency !== undefined && { latency: Number(latency) }),
    ...(status !== undefined && { status: Number(status) }),
    ...((reset === 'before' || reset === 'after') && { reset }),
  });
  return new Response(null, { status: 204 });
}

type Handler = (request: Request) => Response | Promise<Response>;

/** Browsers repeat a request, even a POST, when a connection that they reuse is reset. */
function closing(handler: Handler): Handler {
  return async (request) => {
    const { status, headers, body } = await handler(request);
    return new Response(body, {
      status,
      headers: [...headers, ['Connection', 'close']],
    });
  };
}

/** The button that sends the draft. */
export function createButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Create chain' });
}

/** The entry of the timeline that shows its details. */
export function openEntry(page: Page): Locator {
  return page.locator('.entry-open');
}

/** A button of the entry that shows its details. */
export function action(page: Page, name: string | RegExp): Locator {
  return openEntry(page).getByRole('button', { name, exact: true });
}

/** Waits until the entry that shows its details has an outcome with a title. */
export async function outcome(page: Page, title: string | RegExp, nth = 0): Promise<void> {
  await openEntry(page).locator('.outcome-title').filter({ hasText: title }).nth(nth).waitFor();
}

/** The id of the chain of the entry that shows its details. */
export async function chainId(page: Page): Promise<string> {
  return openEntry(page).locator('.entry-id').innerText();
}

/** The state of the entry that shows its details. */
export async function state(page: Page): Promise<string> {
  return openEntry(page).locator('.entry-top .chip').innerText();
}

/** What a screen reader was told last. */
export function announced(page: Page, text: string | RegExp): Locator {
  return page.locator('.follow [role=status]').filter({ hasText: text });
}
