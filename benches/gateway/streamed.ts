// A proxy that adds the credential and reads nothing. It cannot check a body or limit its size.

import { type Environment, headersFor } from './environment.ts';

export default {
  fetch(request: Request, env: Environment): Promise<Response> {
    const { pathname } = new URL(request.url);
    const { method, body } = request;
    return fetch(env.API + pathname, { method, headers: headersFor(request, env), body });
  },
};
