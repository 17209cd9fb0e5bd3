// A process that runs workerd with the two workers, until it is killed. It prints their URLs.
//
// Usage: node stores-workerd.ts UPSTREAM FOLDER

import { startWorkers } from './stores-workers.ts';

const [, , upstream = '', folder = ''] = process.argv;
const { urls } = await startWorkers(upstream, folder);
console.log(`«${urls.join(' ')}»`);
