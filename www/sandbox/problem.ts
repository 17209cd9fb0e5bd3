// The error responses of the sandbox.

/** Makes an `ErrorsResponse` with one item, whose code is the sandbox's own. */
export function problem(
  status: number,
  title: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  if (withoutBody.includes(status)) return new Response(null, { status, headers });
  return Response.json({ errors: [{ code: `SANDBOX_${status}`, title }] }, { status, headers });
}

/** The statuses of responses without a body (Fetch §2.2.3). */
const withoutBody = [204, 205, 304];
