// A process of `simulateElsewhere`: runs the lives of each message, and answers with what they have shown.

import { type Orders, simulate } from './simulate.ts';

process.on('message', async (orders: Orders) => {
  process.send?.(await simulate(orders));
});
