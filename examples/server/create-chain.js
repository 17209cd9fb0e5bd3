// The route that creates a chain. It passes on the bytes that the form sent, with the credential.
//
// The paths and the answers are those of the API. So a page uses the package's client, and only its
// `baseUrl` is different.

import {
  isApiError,
  isBadRequestError,
  isOutcomeUnknownError,
  isValidationError,
} from 'identification-chain';

/** The largest body that is read, in bytes. A request of the form has less than 1,000. */
const maxBodyBytes = 16 * 1024;

/**
 * Returns the route of a client.
 *
 * @param {import('identification-chain').Client} chains
 */
export function createChainRoute(chains) {
  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  return async (request, response) => {
    // Check here who is asking, by your session, and how often they may.

    // A page of another site cannot send JSON here: the browser asks first, and gets a 404.
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
      return send(response, 415, { errors: [] });
    }
    const body = await bodyOf(request);
    if (body === undefined) return send(response, 413, { errors: [] }, { Connection: 'close' });
    try {
      // Bytes are checked and sent as they are. Nobody parses them here.
      const { id } = await chains.createChain(body);
      send(response, 201, { id });
    } catch (error) {
      sendFailure(response, error);
    }
  };
}

/**
 * Reads the body; `undefined` if it is too large.
 *
 * @param {import('node:http').IncomingMessage} request
 */
async function bodyOf(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Says what went wrong, so that the page knows whether a chain may exist.
 *
 * @param {import('node:http').ServerResponse} response
 * @param {unknown} error
 */
function sendFailure(response, error) {
  if (isValidationError(error)) {
    const errors = error.issues
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, path, message }) => ({ code: rule, ref: path, details: message }));
    return send(response, 400, { errors });
  }
  // The provider's own texts are not for the page.
  if (isBadRequestError(error)) return send(response, 400, { errors: [] });
  // A chain may exist. The page must not send the request again.
  if (isOutcomeUnknownError(error) || (isApiError(error) && error.mayBeDone)) {
    return send(response, 504, { errors: [] });
  }
  // No chain exists: there is no token, or the provider refused. The page may try later.
  return send(response, 503, { errors: [] }, { 'Retry-After': '60' });
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {object} body
 * @param {Record<string, string>} [headers]
 */
function send(response, status, body, headers) {
  response
    .writeHead(status, {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      ...headers,
    })
    .end(JSON.stringify(body));
}
