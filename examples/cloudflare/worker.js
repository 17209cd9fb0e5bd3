// The worker: the gateway, and the class of the Durable Objects that keep its keys.

import { env } from 'cloudflare:workers';
import { DurableObjectStore } from 'identification-chain/gateway';
import { gatewayOf } from './gateway.js';

export { KeyObject } from 'identification-chain/gateway';

const gateway = gatewayOf(env, new DurableObjectStore(env.KEYS));

export default { fetch: gateway.fetch };
