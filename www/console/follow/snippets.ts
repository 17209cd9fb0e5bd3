// An exchange as code to copy: for a shell, for fetch, and for this package's client. The token has a
// place, and no value.

import type { OperationId } from 'identification-chain';
import type { Connection } from '../connection/connection.ts';
import { type Exchange, tokenPlace } from './exchanges.ts';

/** An exchange as a curl command for a POSIX shell. */
export function curlOf({ method, url, headers, body }: Exchange): string {
  const parts = [
    `curl -i -X ${method} ${shell(url)}`,
    ...headers.map(([name, value]) => `-H ${shellHeader(name, value)}`),
    ...(body === '' ? [] : [`--data-raw ${shell(body)}`]),
  ];
  return parts.join(' \\\n  ');
}

/** A word of a shell: in single quotes, nothing is special but the quote itself. */
function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A header for a shell, with the token as a variable. */
function shellHeader(name: string, value: string): string {
  const header = shell(`${name}: ${value}`);
  return header.replace(tokenPlace, `'"${tokenPlace}"'`);
}

/** An exchange as a call of fetch. */
export function fetchOf({ method, url, headers, body }: Exchange): string {
  const lines = headers.map(([name, value]) => `    ${quoted(name)}: ${headerValue(value)},`);
  return [
    `const response = await fetch(${quoted(url)}, {`,
    `  method: ${quoted(method)},`,
    '  headers: {',
    ...lines,
    '  },',
    ...(body === '' ? [] : [`  body: ${literal(body)},`]),
    '});',
    'console.log(response.status, await response.text());',
  ].join('\n');
}

function headerValue(value: string): string {
  if (!value.includes(tokenPlace)) return quoted(value);
  return `\`${value.replace(tokenPlace, `\${process.env.TOKEN}`)}\``;
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A text as a literal: over several lines if a template can hold it as it is. */
function literal(text: string): string {
  const isRaw = !/[`\r]|\$\{|\\$/.test(text);
  return isRaw ? `String.raw\`${text}\`` : JSON.stringify(text);
}

/** What the code of a client needs beside the exchange. */
export interface Called {
  readonly operation: OperationId;
  readonly connection: Connection;
  /** The URL of the gateway or of the API. */
  readonly url: string;
  readonly chainId: string | undefined;
  readonly key: string | undefined;
}

/** An exchange as code of this package's client. */
export function clientCodeOf(exchange: Exchange, called: Called): string {
  return [
    "import { createClient } from 'identification-chain';",
    '',
    `const chains = createClient(${optionsOf(exchange, called)});`,
    ...callOf(exchange, called),
  ].join('\n');
}

function optionsOf({ headers }: Exchange, { connection, url }: Called): string {
  const hasToken = headers.some(([, value]) => value.includes(tokenPlace));
  const options = [
    connection.kind === 'api' ? `baseUrl: ${quoted(url)}` : `gateway: ${quoted(url)}`,
    ...(connection.kind === 'api' ? [`orgId: ${quoted(connection.orgId)}`] : []),
    ...(hasToken ? ['token: process.env.TOKEN'] : []),
  ];
  return `{ ${options.join(', ')} }`;
}

function callOf({ body }: Exchange, { operation, chainId = '', key }: Called): string[] {
  const id = quoted(chainId);
  switch (operation) {
    case 'cancelChain':
      return [`await chains.cancelChain(${id}${body === '' ? '' : `, ${literal(body)}`});`];
    case 'closeChain':
      return [`await chains.closeChain(${id});`];
    case 'getChain':
      return [`const { body } = await chains.getChain(${id});`, 'console.log(body);'];
    default:
      return [
        '// The text as it was sent: for the same key, a gateway compares the bytes.',
        `const request = ${literal(body)};`,
        key === undefined
          ? 'const { id } = await chains.createChain(request);'
          : `const { id } = await chains.creation({ key: ${quoted(key)} }).send(request);`,
        'console.log(id);',
      ];
  }
}
