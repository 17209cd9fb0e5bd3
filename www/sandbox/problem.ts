// The answer that the sandbox gives where something is wrong.

/** An `ErrorsResponse` of one item, with a code of the sandbox's own. */
export function problem(
  status: number,
  title: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  if (withoutBody.includes(status)) return new Response(null, { status, headers });
  return Response.json({ errors: [{ code: `SANDBOX_${status}`, title }] }, { status, headers });
}

/** The statuses whose answers have no body (Fetch §2.2.3). */
const withoutBody = [204, 205, 304];
