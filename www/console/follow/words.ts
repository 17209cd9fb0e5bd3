// Says in words how a call ended: what happened, why, and what to do next. No text of a server is
// quoted, because it may hold personal data: the exchange shows it.

import {
  type ApiError,
  isApiError,
  isChainError,
  isConflictError,
  isConnectionError,
  isCoreError,
  isNotFoundError,
  isOutcomeUnknownError,
  isTimeoutError,
  isUnauthorizedError,
  isUnexpectedResponseError,
  isValidationError,
  type OperationId,
} from 'identification-chain';
import type { Connection } from '../connection/connection.ts';
import { adviceOf, type Reach } from '../connection/reach.ts';
import { nextOfUnknown, type Outcome, type State } from './timeline.ts';

/** What is known about a failed call. */
export interface Failed {
  readonly error: unknown;
  readonly operation: OperationId;
  readonly connection: Connection;
  /** Why no answer came, if none did. */
  readonly reach?: Reach | undefined;
  /** The state of the chain, as far as it is known. */
  readonly state: State;
}

/** The operations as verbs. */
const verbs: Readonly<Record<OperationId, string>> = {
  createChain: 'create',
  cancelChain: 'cancel',
  closeChain: 'close',
  getChain: 'read',
  validateChain: 'validate',
};

/** The states of a chain as they follow "It is". */
const stateWords: Readonly<Record<State, string>> = {
  sending: 'being sent',
  open: 'open',
  cancelled: 'cancelled',
  closed: 'closed',
  finished: 'finished',
  expired: 'expired',
  unknown: 'unknown',
  'not-created': 'not created',
  exists: 'there',
  gone: 'gone',
};

/** What a gateway's own problems mean, by the last part of their `type`. */
const problems: Readonly<Record<string, Omit<Outcome, 'tone'>>> = {
  'key-reused': {
    title: 'The key belongs to another request.',
    detail: 'The gateway knows this key with another request, so it sent nothing.',
    next: 'Restore the request that was sent with the key, and ask again.',
  },
  'cross-origin': {
    title: 'The gateway does not allow this page.',
    detail: 'The page has another origin, so the gateway sent nothing.',
    next: 'Add the origin of this page to allowOrigins of the gateway.',
  },
  forbidden: {
    title: 'The gateway says that you may not do this.',
    detail: 'Its own check of the session refused. Nothing was sent.',
    next: 'Sign in as somebody who may, and try again.',
  },
  'rate-limited': {
    title: 'You have sent too many requests.',
    detail: 'The gateway limits them. Nothing was sent.',
    next: 'Wait a little, and try again.',
  },
  'credential-refused': {
    title: 'The API refused the gateway’s credential.',
    detail: 'Nothing was done.',
    next: 'Ask the operator of the gateway to renew its token.',
  },
  'no-credential': {
    title: 'The gateway has no credential.',
    detail: 'It could not get a token for the API. Nothing was sent.',
    next: 'Ask the operator of the gateway to check its token source.',
  },
  'upstream-paused': {
    title: 'The gateway has stopped sending requests for a short time.',
    detail: 'The API failed several times in a row, so the gateway sends it nothing for a while.',
    next: 'Wait ten seconds, and try again.',
  },
  'store-unavailable': {
    title: 'The gateway’s store does not answer.',
    detail: 'Without it the gateway cannot keep the key, so it sent nothing.',
    next: 'Try again later with the same request.',
  },
  'id-lost': {
    title: 'The chain was created, and its id was lost.',
    detail: 'The API said so, and its answer broke off before the id.',
    next: 'Ask the provider for the id. Do not create the chain again.',
  },
};

/** The gateway's own problem in an answer, if there is one. */
export function problemOf(error: unknown): string | undefined {
  const { type } = (isApiError(error) ? (error.body ?? {}) : {}) as { type?: unknown };
  return typeof type === 'string' ? type.split(':').at(-1) : undefined;
}

/** How a failed call ended. */
export function outcomeOf(failed: Failed): Outcome {
  const { error, operation, connection, reach } = failed;
  if (isValidationError(error)) {
    const errors = error.issues.filter(({ severity }) => severity === 'error');
    return {
      tone: 'bad',
      title: 'Nothing was sent: the request breaks a rule.',
      detail: errors.map(({ path, message }) => `${path} ${message}.`).join(' '),
    };
  }
  if (reach === 'policy') {
    const next = adviceOf('policy', connection);
    return { tone: 'bad', title: 'Nothing was sent: the browser refused.', next };
  }
  if (isOutcomeUnknownError(error)) return unknown(failed);
  if (isApiError(error)) return answered(failed, error);
  if (isConnectionError(error) || isTimeoutError(error)) return unanswered(failed);
  if (isAbort(error)) return stopped(operation);
  const detail = isCoreError(error) || isChainError(error) ? error.message : own(error);
  return { tone: 'bad', title: 'Nothing was sent.', detail };
}

function unanswered({ error, operation, connection, reach }: Failed): Outcome {
  return {
    tone: 'bad',
    title: isTimeoutError(error) ? 'No answer came in time.' : 'The connection failed.',
    detail:
      operation === 'getChain'
        ? undefined
        : 'It may have been done. Trying again is safe: it is not done twice.',
    next: reach && adviceOf(reach, connection),
  };
}

/** A wrong option, or a file of the page that did not load. These errors hold nothing of a request. */
function own(error: unknown): string {
  if (!(error instanceof Error)) return 'The page failed.';
  if (error.name === 'MissingTokenError') {
    return 'The page has no token: a reload forgets it. Enter it again in the connection.';
  }
  if (error.name === 'InsecureContextError') {
    return 'The sandbox in the page needs https, or localhost: browsers have no WebCrypto elsewhere.';
  }
  return /import|module|fetch/i.test(error.message)
    ? 'A part of this page did not load. Reload the page when its server answers again.'
    : error.message;
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function stopped(operation: OperationId): Outcome {
  const isCreate = operation === 'createChain';
  return {
    tone: 'odd',
    title: 'You stopped waiting.',
    detail: isCreate ? 'The chain may exist.' : 'The API may have done it.',
    next: isCreate
      ? 'Ask again with the same key to learn what happened.'
      : 'Read the status to learn what happened.',
  };
}

function unknown({ error, connection, reach }: Failed): Outcome {
  const cause = isOutcomeUnknownError(error) ? error.cause : undefined;
  if (problemOf(cause) === 'outcome-unknown') {
    return {
      tone: 'odd',
      title: 'Nobody knows whether the chain was created.',
      detail:
        'The gateway sent the request, and the API’s answer did not tell. The gateway does not send it again, because that could make a second chain.',
      next: 'Find out at the provider. Then the operator of the gateway settles the key, and asking again returns the chain.',
    };
  }
  return {
    tone: 'odd',
    title: 'It is unknown whether the chain was created.',
    detail: [
      'The request left, and no answer came back.',
      reach === undefined || reach === 'answers' ? '' : adviceOf(reach, connection),
    ]
      .join(' ')
      .trim(),
    next: nextOfUnknown(connection),
  };
}

function conflict({ operation, state }: Failed): Outcome {
  const verb = operation === 'cancelChain' ? 'cancelled' : 'closed';
  const isKnown = ['cancelled', 'closed', 'finished', 'expired'].includes(state);
  return {
    tone: 'odd',
    title: isKnown
      ? `It is already ${stateWords[state]}, so it cannot be ${verb}.`
      : `It has already ended, so it cannot be ${verb}.`,
    detail: 'That is final (409). The chain stays as it is.',
    next: 'If the person still has to identify, create a new chain.',
  };
}

function answered(failed: Failed, error: ApiError): Outcome {
  if (isConflictError(error)) return conflict(failed);
  const problem = problems[problemOf(error) ?? ''];
  return problem === undefined ? refused(failed, error) : { tone: 'bad', ...problem };
}

function refused({ operation, connection }: Failed, error: ApiError): Outcome {
  const verb = verbs[operation];
  const { status, mayBeDone } = error;
  if (isUnauthorizedError(error)) return unauthorized(connection);
  if (isNotFoundError(error)) {
    return {
      tone: 'bad',
      title: 'It does not exist (404).',
      detail: 'The server does not know this organization or this chain. Nothing was done.',
      next: 'Check the id and the connection.',
    };
  }
  if (isUnexpectedResponseError(error)) {
    return {
      tone: 'odd',
      title: `The answer (${status}) is not one of the API’s.`,
      detail: mayBeDone ? 'It may have been done nevertheless.' : undefined,
      next: 'Check that the address is that of a gateway or of the API. The exchange shows what answered.',
    };
  }
  if (status === 429) {
    return {
      tone: 'bad',
      title: 'The server wants fewer requests (429).',
      detail: 'The client tried again and was refused each time. Nothing was done.',
      next: 'Wait a minute, and try again.',
    };
  }
  return {
    tone: mayBeDone ? 'odd' : 'bad',
    title: `The server could not ${verb} it (${status}).`,
    detail: mayBeDone ? 'It may have been done nevertheless.' : 'Nothing was done.',
    next: mayBeDone
      ? 'Read the status before you try again.'
      : 'The exchange shows what the server wrote.',
  };
}

function unauthorized({ kind }: Connection): Outcome {
  const words =
    kind === 'api'
      ? {
          title: 'The API refused the token (401).',
          next: 'Enter a valid token in the connection.',
        }
      : {
          title: 'The gateway does not know who you are (401).',
          next: 'Sign in to the application that the gateway belongs to, or enter a token in the connection.',
        };
  return { tone: 'bad', detail: 'Nothing was done.', ...words };
}
