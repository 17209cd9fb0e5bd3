// Whether a URL is a loopback URL. The core has the same rule for tokens over plain http.

/**
 * Whether the host of an http URL is the loopback interface: `localhost` or a name below it (RFC
 * 6761 §6.3), an address of 127.0.0.0/8 in four decimal numbers (RFC 1122 §3.2.1.3), or `[::1]` (RFC
 * 4291 §2.5.3). Other notations such as `127.1` are rejected, because programs do not agree on them.
 *
 * @param url A URL that the runtime can parse.
 */
export function isLoopback(url: string): boolean {
  if (new URL(url).hostname === '[::1]') return true;
  const [, host = ''] = /^http:\/\/([^/?#:]*)(?::\d*)?(?:[/?#]|$)/i.exec(url) ?? [];
  return /^(127(\.(0|[1-9]\d*)){3}|([\w-]+\.)*localhost)$/i.test(host);
}
