// Whether a URL names a host that no server on the Internet can have, so that no real credential can be
// meant for it.

/** `.test`, `.example` and `.invalid` (RFC 2606 §2), and `localhost` (RFC 6761 §6.3). */
const reserved = /(?:^|\.)(?:test|example|invalid|localhost)\.?$/;

/** Whether the host of a URL is a reserved name, or below one. */
export function hasReservedHost(url: string): boolean {
  return URL.canParse(url) && reserved.test(new URL(url).hostname);
}
