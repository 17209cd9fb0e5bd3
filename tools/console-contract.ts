// What the console takes from the contract when it is built: lists of values, the order of members, the
// rules whose severity is fixed, and the reference's example. The whole schemas would double the page.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../www/client/generated/rules.ts';
import { jsonSchemas } from '../www/client/generated/schema.ts';
import type { Contract } from '../www/console/build/contract.ts';

const { properties, $defs: objects } = jsonSchemas.createChain;

/** The constants that the console's sources name, as Vite's `define` takes them. */
export function consoleConstants(root: string): Record<string, string> {
  return { CONTRACT: JSON.stringify(contractIn(root)) };
}

function contractIn(root: string): Contract {
  const document = JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8'));
  const create = document.paths['/orgs/{org_id}/identifications/chain'].post;
  return {
    example: create.requestBody.content['application/json'].example,
    lists: Object.fromEntries(Object.values(objects).flatMap(listsOf)),
    members: [properties, ...Object.values(objects).map((object) => object.properties)].flatMap(
      Object.keys,
    ),
    fixedRules: Object.keys(rules).filter((id) => rules[id as keyof typeof rules].locked),
  };
}

/** The members of an object that have a list of known values, with these values. */
function listsOf(object: { properties: object }): [string, readonly string[]][] {
  return Object.entries(object.properties).flatMap(([name, { anyOf }]): [string, string[]][] => {
    const values = anyOf?.[0]?.enum;
    return values === undefined ? [] : [[name, values]];
  });
}
