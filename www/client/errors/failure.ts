// Reduces an error that other code threw to what you can log. Its message may quote the request, and
// its name and code may be any text, so that only known names and codes are kept.

/** What you can log of an error that `fetch` or a token function threw. */
export interface ConnectionFailure {
  /** The error's name if it is a known one, else `Error`. The type of a value that is not an error. */
  readonly name: string;
  /** The system's error code if it is a known one, such as `ECONNREFUSED`. */
  readonly code?: string;
}

/** The error names of JavaScript, WebIDL, undici, Deno and this package. */
const names = `Error TypeError RangeError SyntaxError AggregateError SystemError DOMException
  AbortError TimeoutError NetworkError SecurityError NotAllowedError InvalidStateError
  DataCloneError QuotaExceededError FetchError SocketError ConnectTimeoutError HeadersTimeoutError
  BodyTimeoutError Http ConnectionRefused ConnectionReset ConnectionAborted NotConnected BrokenPipe
  TimedOut PermissionDenied NoResponse`;

/** The error codes of POSIX, DNS, TLS in Node, undici and Bun. */
const codes = `ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT EHOSTUNREACH EHOSTDOWN
  ENETUNREACH ENETDOWN EADDRNOTAVAIL EADDRINUSE EACCES EPERM EMFILE ENFILE EPROTO ENOTFOUND
  EAI_AGAIN EAI_FAIL EAI_NODATA EAI_NONAME ABORT_ERR ERR_INVALID_URL ERR_NETWORK
  ERR_TLS_CERT_ALTNAME_INVALID ERR_SSL_WRONG_VERSION_NUMBER CERT_HAS_EXPIRED CERT_NOT_YET_VALID
  CERT_REVOKED CERT_UNTRUSTED CERT_REJECTED DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN
  UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE
  UND_ERR_CONNECT_TIMEOUT UND_ERR_HEADERS_TIMEOUT UND_ERR_BODY_TIMEOUT UND_ERR_HEADERS_OVERFLOW
  UND_ERR_SOCKET UND_ERR_ABORTED UND_ERR_DESTROYED UND_ERR_CLOSED ConnectionRefused
  ConnectionClosed ConnectionReset FailedToOpenSocket`;

/** Reduces a thrown value to what you can log. */
export function connectionFailure(thrown: unknown): ConnectionFailure {
  if (!(thrown instanceof Error)) return { name: typeof thrown };
  const { code } = (thrown.cause ?? thrown) as { code?: unknown };
  return { name: loggableName(thrown), ...(isListed(code, codes) && { code }) };
}

/** Returns the name of an error if it is a known one, else `Error`. */
export function loggableName(error: unknown): string {
  const name = (error as { name?: unknown } | null | undefined)?.name;
  return isListed(name, names) ? name : 'Error';
}

function isListed(value: unknown, list: string): value is string {
  return typeof value === 'string' && list.split(/\s+/).includes(value);
}
