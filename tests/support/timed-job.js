// The job with the time at which the first request was checked. It becomes one file with
// tests/support/job.js in the project of an environment, which needs nothing but the package.

import { doTheJob } from './job.js';

/**
 * @param {typeof import('identification-chain')} api
 * @param {string} baseUrl
 * @param {import('identification-chain').CreateChainRequest} request
 */
export async function timedJob(api, baseUrl, request) {
  api.validate(request);
  // The clock begins with the process, the page or the worker. workerd's began in 1970, and stands
  // still while a script runs, so that no two readings of it would tell.
  const firstRequest = performance.timeOrigin === 0 ? undefined : performance.now();
  return { firstRequest, result: await doTheJob(api, baseUrl, request) };
}
