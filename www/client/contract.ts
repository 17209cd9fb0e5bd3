// The public names of the generated types.

import type { components } from './generated/openapi.ts';
import type { operationIds } from './generated/rules.ts';

/** The id of an operation of the API. */
export type OperationId = (typeof operationIds)[number];

type Schemas = components['schemas'];

/** The request body of `createChain`: the person to identify, the steps, and the expiry. */
export type CreateChainRequest = Schemas['CreateChainIdentificationRequest'];

/** The request body of `cancelChain`: the reason for cancelling. */
export type CancelChainRequest = Schemas['CancelIdentificationRequest'];

/** An item of the server's `ErrorsResponse`. Its texts are the server's own. */
export type ErrorItem = Readonly<Schemas['ErrorItem']>;
