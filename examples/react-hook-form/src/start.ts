// Sends the request to the gateway, and says what is known of it afterwards.

import {
  type CreateChainRequest,
  createClient,
  isApiError,
  isBadRequestError,
  isOutcomeUnknownError,
} from 'identification-chain';

/** What a person at the form has to know. After `refused` and `impossible`, nothing was started. */
export type Outcome =
  | { state: 'created'; id: string }
  | { state: 'unknown' | 'refused' | 'impossible' };

// The gateway has the credential. A page must not have it.
const chains = createClient({ gateway: '/api/identification', totalTimeout: 30_000 });

const storedKey = 'identification';
const keyBeforeReload = sessionStorage.getItem(storedKey) ?? undefined;

/** One creation until its outcome is known: a second click, or a reload, starts nothing twice. */
let creation = chains.creation({ key: keyBeforeReload });

/** After a reload: what is known of the request that the page sent before it. */
export const outcomeBeforeReload: Outcome | undefined =
  keyBeforeReload === undefined ? undefined : { state: 'unknown' };

export async function start(request: CreateChainRequest): Promise<Outcome> {
  const call = creation.send(request);
  // Not after the answer: somebody can reload the page before it comes.
  sessionStorage.setItem(storedKey, creation.key);
  try {
    const { id } = await call;
    forget();
    return { state: 'created', id };
  } catch (error) {
    if (isOutcomeUnknownError(error) || (isApiError(error) && error.mayBeDone)) {
      return { state: 'unknown' };
    }
    forget();
    console.error(error);
    return { state: isBadRequestError(error) ? 'refused' : 'impossible' };
  }
}

function forget() {
  sessionStorage.removeItem(storedKey);
  creation = chains.creation();
}
