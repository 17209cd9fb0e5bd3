// What users of the projects write: how they import the package and where they use it.

import { loads } from '../matrix/project.ts';

/** Does the job, and leaves the report to whoever opens the page. */
const doesTheJob = 'globalThis.report = job(api);\n';
/** For a bundler of modules. */
export const byImport = loads.import + doesTheJob;
/** For a bundler of CommonJS. */
export const byRequire = loads.require + doesTheJob;

/** A route that answers with the report; `more` is what it says of itself. */
export const answersBy = (more = '') => `${loads.import.replace('./', '../')}${more}
export async function GET() {
  return Response.json(await job(api));
}
`;
