// The job with the time of the first check. In the project of an environment it is in one file with
// tests/support/job.js, which needs only the package.

import { doTheJob } from './job.js';

/**
 * @param {typeof import('identification-chain')} api
 * @param {string} baseUrl
 * @param {import('identification-chain').CreateChainRequest} request
 */
export async function timedJob(api, baseUrl, request) {
  api.validate(request);
  // The clock starts with the process, the page or the worker. workerd's clock starts in 1970 and does
  // not advance while a script runs, so there the time is unknown.
  const firstRequest = performance.timeOrigin === 0 ? undefined : performance.now();
  return { firstRequest, result: await doTheJob(api, baseUrl, request) };
}
