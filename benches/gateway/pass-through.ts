// A proxy that reads the whole body, adds the credential, and reads the whole answer.

import { type Environment, headersFor } from './environment.ts';

export default {
  async fetch(request: Request, env: Environment): Promise<Response> {
    const { pathname } = new URL(request.url);
    const response = await fetch(env.API + pathname, {
      method: request.method,
      headers: headersFor(request, env),
      body: await request.arrayBuffer(),
    });
    return new Response(await response.arrayBuffer(), response);
  },
};
