// The sources of the projects: how they import the package, and where they use it.

import { loads } from '../support/project.ts';

/** Does the job, and leaves the report in a global for whoever opens the page. */
const doesTheJob = 'globalThis.report = job(api);\n';
/** For a bundler of modules. */
export const byImport = loads.import + doesTheJob;
/** For a bundler of CommonJS. */
export const byRequire = loads.require + doesTheJob;

/** With the core's own file. `url` is an expression for its address, `head` the lines before it. */
export const bySlim = (url: string, head = '') => `import * as api from 'identification-chain/slim';
import { job } from './job.mjs';
${head}
globalThis.report = api.preload(${url}).then(() => job(api));
`;

/** A route that answers with the report. `more` is the route's own configuration. */
export const answersBy = (more = '') => `${loads.import.replace('./', '../')}${more}
export async function GET() {
  return Response.json(await job(api));
}
`;
