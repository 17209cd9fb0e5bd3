// The entry `identification-chain/auth`, for servers and edges. It loads no WebAssembly.

export { isTokenError, TokenError } from '../errors/index.ts';
export type { TokenFunction, TokenRequest, TokenSource } from '../send/token.ts';
export type { Fetch } from './endpoint.ts';
export {
  type ServiceAccountKey,
  type ServiceAccountOptions,
  serviceAccount,
} from './service-account.ts';
