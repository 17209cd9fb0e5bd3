// Whether a URL names this machine: the rule by which the core, too, lets a token go over plain http.

/**
 * Whether the host of an http URL is the loopback interface: `localhost` or a name below it (RFC
 * 6761 §6.3), an address of 127.0.0.0/8 in four decimal numbers (RFC 1122 §3.2.1.3), or `[::1]` (RFC
 * 4291 §2.5.3). An address that is written in another way, such as `127.1`, is not taken for one.
 */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  const isWrittenSo = url.slice('http://'.length).toLowerCase().startsWith(hostname);
  return isWrittenSo && /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
