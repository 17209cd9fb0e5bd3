// How to call the stand-in and the gateway, as commands to copy.

import { paths } from '../../client/generated/rules.ts';
import { faultPath } from './faults.ts';
import { examplePath, type StandIn } from './stand-in.ts';

/** The commands for the gateway, which need no token. */
export function gatewayCommands({ url, gatewayUrl }: Pick<StandIn, 'url' | 'gatewayUrl'>): string {
  const collection = gatewayUrl + collectionOf('-');
  return `Create a chain through the gateway. The same command again finds the same chain:
    ${create(url, "-H 'Idempotency-Key: first' ", collection)}
Cancel it, with the id from the response:
    curl -i -X POST ${collection}/ID/cancel
Let the next request to the API fail (latency=ms, status=code, reset=before, reset=after):
    curl -i -X POST '${url}${faultPath}?reset=after'`;
}

/** What the command prints when it has started. It has no token. */
export function instructions(standIn: StandIn, needsToken: boolean): string {
  const { url, apiUrl, gatewayUrl, hasConsole } = standIn;
  const token = needsToken ? '-H "Authorization: Bearer $TOKEN" ' : '';
  const setToken = needsToken ? ', with the value of --token in $TOKEN' : '';
  const page = hasConsole ? `The console, a page:          ${url}/\n` : '';
  return `${page}The gateway:                  ${gatewayUrl}
The stand-in for the API:     ${apiUrl}

${gatewayCommands(standIn)}
Create a chain at the API itself${setToken}:
    ${create(url, token, apiUrl + collectionOf('acme'))}
`;
}

function collectionOf(orgId: string): string {
  return paths.createChain.replace('{org_id}', orgId);
}

function create(url: string, headers: string, collection: string): string {
  const type = "-H 'Content-Type: application/json'";
  return `curl -s ${url}${examplePath} | curl -i ${type} ${headers}--data @- ${collection}`;
}
