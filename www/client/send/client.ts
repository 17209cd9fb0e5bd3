// The client: a method for each operation of the API.

import type { CancelChainRequest, CreateChainRequest } from '../contract.ts';
import type { BodyInput } from '../core/body.ts';
import { type Device, deviceHeaders } from '../core/device.ts';
import { startCall } from './call.ts';
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
   * Creates a chain. Not idempotent: two calls create two chains.
   *
   * @throws {ValidationError} before anything is sent, if the request breaks a rule.
   * @throws {OutcomeUnknownError} if it is not known whether the chain was created.
   * @throws {ApiError} if the server refused or failed.
   */
  createChain(request: BodyInput<CreateChainRequest>, options?: CreateOptions): Call<CreatedChain>;

  /**
   * Cancels a chain, with or without a reason.
   *
   * @throws {ValidationError} before anything is sent, if the request breaks a rule.
   * @throws {ConnectionError | TimeoutError} if no answer came.
   * @throws {ApiError} if the server refused or failed.
   */
  cancelChain(
    chainId: string,
    request?: BodyInput<CancelChainRequest>,
    options?: CallOptions,
  ): Call<ChainDone>;

  /**
   * Closes a chain.
   *
   * @throws {ValidationError} before anything is sent, if the chain's id is not valid.
   * @throws {ConnectionError | TimeoutError} if no answer came.
   * @throws {ApiError} if the server refused or failed.
   */
  closeChain(chainId: string, options?: CallOptions): Call<ChainDone>;

  /**
   * Reads a chain, as its end user may. The operation is known from another page of the provider.
   *
   * @throws {ValidationError} before anything is sent, if the chain's id is not valid.
   * @throws {ConnectionError | TimeoutError} if no answer came.
   * @throws {ApiError} if the server refused or failed.
   */
  getChain(chainId: string, options?: CallOptions): Call<ChainRead>;

  /**
   * Validates a chain on its end user's device. The operation is known from another page of the
   * provider.
   *
   * @throws {ValidationError} before anything is sent, if the id or the device breaks a rule.
   * @throws {OutcomeUnknownError} if no answer came.
   * @throws {ApiError} if the server refused or failed.
   */
  validateChain(chainId: string, device: Device, options?: CallOptions): Call<ChainDone>;
}

/**
 * Makes a client. It sends nothing until you call a method. It copies the options: a later change of
 * the object has no effect.
 *
 * @throws {TypeError} for an unknown or wrong option.
 *
 * @example
 * const chains = createClient({ orgId: 'acme', token: () => session.token() });
 * const { id } = await chains.createChain({ actor, expires_in: 'PT15M', sequence });
 */
export function createClient(options: ClientOptions): Client {
  const settings = settingsOf(options);
  return {
    createChain: (request, options) =>
      startCall(settings, 'createChain', { options, body: () => request }, createdChain),
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
