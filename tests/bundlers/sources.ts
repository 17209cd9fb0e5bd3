// What users of the projects write: how they import the package and where they use it.

/** Does the job, and leaves the result to whoever opens the page. */
const doesTheJob = `
import { doTheJob } from './job.js';
import { baseUrl, request } from './input.js';

globalThis.result = doTheJob(api, baseUrl, request);
`;
/** For a bundler of modules. */
export const byImport = `import * as api from 'identification-chain';${doesTheJob}`;
/** For a bundler of CommonJS. */
export const byRequire = `const api = require('identification-chain');
const { doTheJob } = require('./job.js');
const { baseUrl, request } = require('./input.js');

globalThis.result = doTheJob(api, baseUrl, request);
`;

/** A route that answers with the result; `more` is what it says of itself. */
export const answersBy = (more = '') => `import * as api from 'identification-chain';
import { doTheJob } from '../job.js';
import { baseUrl, request } from '../input.js';
${more}
export async function GET() {
  return Response.json(await doTheJob(api, baseUrl, request));
}
`;
