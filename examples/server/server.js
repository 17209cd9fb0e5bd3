// Serves the form of ../form and the route that creates chains for it.
//
// With --sandbox it calls a stand-in for the API in this process, and needs no credential.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createClient } from 'identification-chain';
import { serviceAccount } from 'identification-chain/auth';
import { createSandbox } from 'identification-chain/sandbox';
import { createChainRoute } from './create-chain.js';
import { sendFormFile } from './form-files.js';

const { PORT = '8080', ORG_ID = 'acme', BASE_URL, SERVICE_ACCOUNT_FILE, TOKEN_URL } = process.env;

/** How the client reaches the API. */
function connection() {
  if (process.argv.includes('--sandbox')) return { fetch: createSandbox().fetch };
  if (SERVICE_ACCOUNT_FILE === undefined || TOKEN_URL === undefined) {
    throw new Error('set SERVICE_ACCOUNT_FILE and TOKEN_URL, or pass --sandbox');
  }
  const account = readFileSync(SERVICE_ACCOUNT_FILE, 'utf8');
  return { baseUrl: BASE_URL, token: serviceAccount(account, { tokenUrl: TOKEN_URL }) };
}

const chains = createClient({
  ...connection(),
  orgId: ORG_ID,
  // Shorter than the form waits, so that the form gets an answer.
  totalTimeout: 20_000,
  // The events have no value of a body and no token, so they may be logged.
  hooks: {
    onRetry: ({ operation, reason, status }) => console.warn(operation, 'retry', reason, status),
    onError: ({ operation, error, status }) => console.error(operation, error, status),
  },
});
const createChain = createChainRoute(chains);

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://server');
  // The organization is the one of this server, whatever the page sends.
  if (request.method === 'POST' && /^\/api\/orgs\/[^/]+\/identifications\/chain$/.test(pathname)) {
    createChain(request, response).catch((error) => {
      // Only the name: a message may quote what it is about.
      console.error('the route failed', error?.name);
      response.destroy();
    });
  } else if (request.method === 'GET' && sendFormFile(pathname, response)) {
    // The file was sent.
  } else {
    response.writeHead(404).end();
  }
});

server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`The form is at http://127.0.0.1:${server.address().port}/`);
});
