// The types of the contract that users and other files name. What they are is generated.

import type { components } from './generated/openapi.ts';
import type { operationIds } from './generated/rules.ts';

/** An operation of the API. */
export type OperationId = (typeof operationIds)[number];

type Schemas = components['schemas'];

/** Who is to be identified, by which steps, and for how long. */
export type CreateChainRequest = Schemas['CreateChainIdentificationRequest'];

/** Why a chain is cancelled. */
export type CancelChainRequest = Schemas['CancelIdentificationRequest'];

/** An item of the server's `ErrorsResponse`; its texts are the server's own. */
export type ErrorItem = Readonly<Schemas['ErrorItem']>;
