// Where access tokens come from.

/** What a token is asked for. */
export interface TokenRequest {
  /** The token that the server has just refused, where it did: another one is needed. */
  readonly rejected?: string | undefined;
  /** Ends with the call that the token is for. */
  readonly signal?: AbortSignal | undefined;
}

/** Gives the access token for a request. It is asked for every request, and may keep its answer. */
export type TokenFunction = (request: TokenRequest) => string | Promise<string>;

/** Something that has access tokens, such as a service account. */
export interface TokenSource {
  readonly getToken: TokenFunction;
}
