// Records what a page and its server say to each other, to look for a credential in it.

/** Answers a request, as a server or as `fetch`. */
type Handler = (request: Request) => Response | Promise<Response>;

/** Adds the headers and bodies of all requests and answers to a list, as text. */
export function recorded(
  handler: Handler,
  traffic: string[],
): (request: Request) => Promise<Response> {
  return async (request) => {
    traffic.push(request.url, await textOf(request.clone()));
    const response = await handler(request);
    traffic.push(await textOf(response.clone()));
    return response;
  };
}

async function textOf(message: Request | Response): Promise<string> {
  return JSON.stringify([...message.headers]) + (await message.text());
}
