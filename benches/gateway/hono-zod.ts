// A proxy as teams write it with Hono and zod: the same rules, and Hono's `proxy`.

import { Hono } from 'hono';
import { proxy } from 'hono/proxy';
import { takesWithZod } from '../zod.ts';
import { type Environment, headersFor } from './environment.ts';

const app = new Hono<{ Bindings: Environment }>();

app.post('/orgs/:org/identifications/chain', async (context) => {
  const value: unknown = await context.req.json();
  if (!takesWithZod(value)) return context.json({ error: 'invalid' }, 400);
  return proxy(`${context.env.API}/orgs/${context.req.param('org')}/identifications/chain`, {
    method: 'POST',
    headers: headersFor(context.req.raw, context.env),
    body: JSON.stringify(value),
  });
});

export default app;
