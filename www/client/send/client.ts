// The client, with a method for each operation of the API. Each method starts a call: see call.ts.

import type { CancelChainRequest, CreateChainRequest } from '../contract.ts';
import type { BodyInput } from '../core/body.ts';
import { type Device, deviceHeaders } from '../core/device.ts';
import { startCall } from './call.ts';
import { type Creation, type CreationOptions, creationOf } from './creation.ts';
import {
  type Call,
  type ChainDone,
  type ChainRead,
  type CreatedChain,
  chainDone,
  chainRead,
  createdChain,
} from './results.ts';
import {
  type CallOptions,
  type ClientOptions,
  type CreateOptions,
  checkedReason,
  settingsOf,
} from './settings.ts';

/** Creates, cancels and closes identification chains. */
export interface Client {
  /**
   * Creates a chain. It is not idempotent: two calls create two chains. See `creation` for a request
   * that a user may send twice.
   *
   * @returns The chain's id, the response body and the warnings.
   * @throws {ValidationError} if the request breaks a rule. Nothing was sent.
   * @throws {OutcomeUnknownError} if it is unknown whether the chain was created.
   * @throws {ApiError} if the server responded with an error.
   * @throws {TokenError} if the client could not get an access token. Nothing was sent.
   */
  createChain(request: BodyInput<CreateChainRequest>, options?: CreateOptions): Call<CreatedChain>;

  /**
   * Starts one logical creation, which can be sent more than once and makes at most one chain. The
   * client needs the option `gateway`.
   *
   * @throws {TypeError} without that option, and for an unknown option.
   *
   * @example
   * const creation = chains.creation();
   * button.onclick = async () => {
   *   const { id } = await creation.send(requestOf(form));
   * };
   */
  creation(options?: CreationOptions): Creation;

  /**
   * Cancels a chain, with or without a reason. It is idempotent.
   *
   * @throws {ValidationError} if the request breaks a rule. Nothing was sent.
   * @throws {ConnectionError | TimeoutError} if no response came.
   * @throws {ApiError} if the server responded with an error.
   * @throws {TokenError} if the client could not get an access token. Nothing was sent.
   */
  cancelChain(
    chainId: string,
    request?: BodyInput<CancelChainRequest>,
    options?: CallOptions,
  ): Call<ChainDone>;

  /**
   * Closes a chain. It is idempotent.
   *
   * @throws {ValidationError} if the chain's id is invalid. Nothing was sent.
   * @throws {ConnectionError | TimeoutError} if no response came.
   * @throws {ApiError} if the server responded with an error.
   * @throws {TokenError} if the client could not get an access token. Nothing was sent.
   */
  closeChain(chainId: string, options?: CallOptions): Call<ChainDone>;

  /**
   * Reads a chain. The API's reference does not have this operation; another page of the provider
   * describes it, for the chain's end user.
   *
   * @throws {ValidationError} if the chain's id is invalid. Nothing was sent.
   * @throws {ConnectionError | TimeoutError} if no response came.
   * @throws {ApiError} if the server responded with an error.
   * @throws {TokenError} if the client could not get an access token. Nothing was sent.
   */
  getChain(chainId: string, options?: CallOptions): Call<ChainRead>;

  /**
   * Validates a chain on the end user's device. The API's reference does not have this operation;
   * another page of the provider describes it. It is not idempotent.
   *
   * @throws {ValidationError} if the id or the device breaks a rule. Nothing was sent.
   * @throws {OutcomeUnknownError} if it is unknown whether the chain was validated.
   * @throws {ApiError} if the server responded with an error.
   * @throws {TokenError} if the client could not get an access token. Nothing was sent.
   */
  validateChain(chainId: string, device: Device, options?: CallOptions): Call<ChainDone>;
}

/**
 * Creates a client. It sends nothing until you call a method. It copies the options: a later change
 * has no effect.
 *
 * @throws {TypeError} for an unknown or wrong option.
 *
 * @example
 * import { createClient } from 'identification-chain';
 *
 * const chains = createClient({ orgId: 'acme', token: () => session.token() });
 * const { id } = await chains.createChain({ actor, expires_in: 'PT15M', sequence });
 * await chains.cancelChain(id, { reason: 'The customer changed their mind' });
 */
export function createClient(options: ClientOptions): Client {
  const settings = settingsOf(options);
  return {
    createChain: (request, options) =>
      startCall(settings, 'createChain', { options, body: () => request }, createdChain),
    creation: (options) => creationOf(settings, options),
    cancelChain: (chainId, request, options) => {
      const body = request === undefined ? undefined : () => checkedReason(request);
      return startCall(settings, 'cancelChain', { chainId, options, body }, chainDone);
    },
    closeChain: (chainId, options) =>
      startCall(settings, 'closeChain', { chainId, options }, chainDone),
    getChain: (chainId, options) =>
      startCall(settings, 'getChain', { chainId, options }, chainRead),
    validateChain: (chainId, device, options) => {
      const headers = () => deviceHeaders(device);
      return startCall(settings, 'validateChain', { chainId, options, headers }, chainDone);
    },
  };
}
