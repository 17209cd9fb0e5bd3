// Tests every entry of the packed package in every runtime for which `exports` has a condition.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { EdgeRuntime } from 'edge-runtime';
import { type BuildOptions, build } from 'esbuild';
import { serve } from 'identification-chain/sandbox/node';
import { referenceRequest } from '../../www/demo/reference.ts';
import { launchChromium } from '../support/browser.ts';
import { installedPackage, installPackage } from '../support/installed.ts';
import { staticFile } from '../support/static.ts';
import { jsonFromWorkerd } from '../support/workerd.ts';

/** A need of an entry that not every runtime meets. A page must not hold a service account's key. */
type Need = 'WebAssembly' | 'Node' | 'a place for secrets';

interface Call {
  /** A function of the entry's exports, as text. It may use `request`, `core` and `account`. */
  readonly does: string;
  /** Its result, as JSON. */
  readonly result: unknown;
  readonly needs: readonly Need[];
}

/** Creates a chain: the core checks the request, builds it and reads the response. */
const creates = `createClient({
    orgId: 'acme',
    fetch: async () => Response.json({ id: '42' }, { status: 201 }),
  }).createChain(request).then(({ id, warnings }) => [id, ...warnings.map(({ rule }) => rule)])`;
const created = ['42', 'check-letter', 'phone-length'];

const client = { does: `({ createClient }) => ${creates}`, result: created };
const core = {
  does: `({ check }) => check('cancelChain', '{"reasom":1}').issues.map(({ message }) => message)`,
  result: ['is not a field of the API (did you mean reason?); it is sent as it is'],
};
const schema = {
  does: `({ requestSchema }) => requestSchema('cancelChain')['~standard'].validate({ reason: 1 })`,
  result: { issues: [{ path: ['reason'], message: 'must be a string, not a number' }] },
};

const forms = {
  does: `({ checkForm }) => checkForm('cancelChain', 7, { messages: ({ rule }) => rule }).issues[0].message`,
  result: 'type',
};

const calls: Readonly<Record<string, Call>> = {
  '.': { ...client, needs: ['WebAssembly'] },
  './core': { ...core, needs: ['WebAssembly'] },
  './schema': { ...schema, needs: ['WebAssembly'] },
  './forms': { ...forms, needs: ['WebAssembly'] },
  './forms/en': {
    does: "({ en }) => en({ rule: 'required', field: 'email' })",
    result: 'Enter your e-mail address.',
    needs: [],
  },
  './forms/es': {
    does: "({ es }) => es({ rule: 'required', field: 'email' })",
    result: 'Falta el correo electrónico.',
    needs: [],
  },
  './slim': {
    does: `({ createClient, preload }) => preload(core).then(() => ${creates})`,
    result: created,
    needs: ['WebAssembly'],
  },
  './fallback': { ...client, needs: [] },
  './auth': {
    does: `({ serviceAccount }) => serviceAccount(account, {
      tokenUrl: 'https://auth.example/token',
      fetch: async () => Response.json({ access_token: 'a-token', expires_in: 3600 }),
    }).getToken({})`,
    result: 'a-token',
    needs: ['a place for secrets'],
  },
  './messages/es': {
    does: "({ es }) => es({ rule: 'duration', params: {} })",
    result: 'no es una duración ISO 8601, como PT15M o P1DT12H',
    needs: [],
  },
  './otel': {
    does: `({ openTelemetry }) => {
      const names = [];
      const startSpan = (name) => void names.push(name);
      openTelemetry({ tracer: { startSpan } }).onRequest({
        method: 'POST', url: 'https://api.example/v1/x', template: '/v1/{x}', call: 1, attempt: 1,
      });
      return names;
    }`,
    result: ['POST /v1/{x}'],
    needs: [],
  },
  './sandbox': {
    does: `({ createSandbox }) => Promise.all([request, {}].map(async (body) => {
      const url = 'https://api.example/v1/orgs/acme/identifications/chain';
      const headers = { Authorization: 'Bearer t', 'Content-Type': 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      return (await createSandbox({ token: 't' }).fetch(new Request(url, init))).status;
    }))`,
    result: [201, 400],
    needs: ['WebAssembly'],
  },
  './gateway': {
    does: `({ createGateway, MemoryStore }) => {
      const gateway = createGateway({
        authorize: () => 'alice',
        token: 't',
        secret: 'x'.repeat(32),
        store: new MemoryStore(),
        orgId: 'acme',
        fetch: async () => Response.json({ id: '42' }, { status: 201 }),
      });
      const create = async (body) => {
        const url = 'https://gateway.example/orgs/acme/identifications/chain';
        const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': 'k' };
        const init = { method: 'POST', headers, body: JSON.stringify(body) };
        const { status, headers: answered } = await gateway.fetch(new Request(url, init));
        return [status, answered.get('Idempotency-Replayed')];
      };
      return create({}).then(async (wrong) => [wrong, await create(request), await create(request)]);
    }`,
    result: [
      [400, null],
      [201, null],
      [201, 'true'],
    ],
    needs: ['WebAssembly', 'a place for secrets'],
  },
  './sandbox/node': {
    does: `async ({ serve }) => {
      const server = await serve(() => new Response('served'));
      const answer = await fetch(server.url);
      return [await answer.text(), await server.close()];
    }`,
    result: ['served', null],
    needs: ['WebAssembly', 'Node'],
  },
};

interface Runtime {
  readonly name: string;
  /** The needs that it does not meet. Entries with such a need are not loaded. */
  readonly unmet: readonly Need[];
  /** The condition that selects the fallback's core. */
  readonly fallsBack?: string;
  /** Runs a program that tries some entries, and returns the results. */
  readonly run: (entries: readonly string[]) => Promise<Record<string, unknown>>;
}

/** The conditions of `exports`, each with the runtimes that use it. */
const runtimesOf: Readonly<Record<string, readonly Runtime[]>> = {
  require: [
    { name: 'Node 20, by require', unmet: [], run: (entries) => node('node20', 'cjs', entries) },
    { name: 'Node 24, by require', unmet: [], run: (entries) => node('node', 'cjs', entries) },
    {
      name: 'Node 24 without WebAssembly, by require',
      unmet: ['WebAssembly'],
      run: (entries) => node('node', 'cjs', entries, without),
    },
  ],
  default: [
    { name: 'Node 20, by import', unmet: [], run: (entries) => node('node20', 'mjs', entries) },
    { name: 'Node 24, by import', unmet: [], run: (entries) => node('node', 'mjs', entries) },
    {
      name: 'Node 24 without WebAssembly, by import',
      unmet: ['WebAssembly'],
      run: (entries) => node('node', 'mjs', entries, without),
    },
    { name: 'a page, without a bundler', unmet: ['Node', 'a place for secrets'], run: page },
  ],
  workerd: [{ name: 'workerd', unmet: ['Node'], run: workerd }],
  'edge-light': [{ name: 'edge-runtime', unmet: ['Node'], run: edgeLight }],
  // React Native's engine has no WebAssembly. Node stands in for it here.
  'react-native': (['mjs', 'cjs'] as const).map((extension) => ({
    name: `Node as React Native, ${extension}`,
    unmet: ['WebAssembly', 'Node', 'a place for secrets'],
    fallsBack: 'react-native',
    run: (entries) => node('node', extension, entries, without, '--conditions=react-native'),
  })),
};

const root = join(import.meta.dirname, '../..');
const project = installPackage('entries');
const installed = installedPackage(project);
const coreFile = join(installed, 'dist/core.wasm');
const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
  exports: Readonly<Record<string, { readonly default: { readonly default: string } } | string>>;
};
const codeEntries = Object.keys(exports).filter((entry) => typeof exports[entry] === 'object');

it('has a call in this file for each entry', () => {
  assert.deepEqual(
    codeEntries.sort(),
    Object.keys(calls).sort(),
    'Add a call for the entry to the table `calls`.',
  );
});

/** Returns the conditions of an entry, including nested ones. */
function conditionsOf(targets: object): string[] {
  return Object.entries(targets).flatMap(([condition, target]) =>
    typeof target === 'object' ? [condition, ...conditionsOf(target)] : [],
  );
}

it('has a runtime in this file for each condition', () => {
  const conditions = new Set(codeEntries.flatMap((entry) => conditionsOf(Object(exports[entry]))));
  assert.deepEqual(
    [...conditions].sort(),
    Object.keys(runtimesOf).sort(),
    'Add a runtime for the condition to the table `runtimesOf`.',
  );
});

/** Whether a runtime meets the needs of an entry, or gets the fallback instead. */
function worksIn({ unmet, fallsBack }: Runtime, entry: string): boolean {
  const isUnmet = calls[entry]?.needs.some((need) => unmet.includes(need));
  return !isUnmet || (fallsBack !== undefined && fallsBack in Object(exports[entry]));
}

for (const runtime of Object.values(runtimesOf).flat()) {
  describe(runtime.name, () => {
    const entries = Object.keys(calls).filter((entry) => worksIn(runtime, entry));
    let said: Record<string, unknown>;
    before(async () => {
      said = await runtime.run(entries);
    });
    for (const entry of entries) {
      it(`identification-chain${entry.slice(1)} works`, () => {
        assert.deepEqual(said[entry], calls[entry]?.result);
      });
    }
  });
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const account = {
  private_key_id: 'key-1',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  client_email: 'admin@acme.example',
};

/** Makes the code of a function that loads entries with `load`, and runs their calls. */
function program(entries: readonly string[], load = 'import'): string {
  const tried = entries.map((entry) => {
    const loaded = `${load}(${JSON.stringify(`identification-chain${entry.slice(1)}`)})`;
    return `  said['${entry}'] = await attempt(async () => (${calls[entry]?.does})(await ${loaded}));`;
  });
  return `const request = ${JSON.stringify(referenceRequest)};
const account = ${JSON.stringify(account)};
const attempt = (call) => call().then((value) => value ?? null, (error) => String(error?.stack));
async function tryEntries() {
  const said = {};
${tried.join('\n')}
  return said;
}
`;
}

const without = "Reflect.deleteProperty(globalThis, 'WebAssembly');\n";

async function node(
  version: 'node' | 'node20',
  extension: 'mjs' | 'cjs',
  entries: readonly string[],
  first = '',
  ...flags: string[]
): Promise<Record<string, unknown>> {
  const load = extension === 'mjs' ? 'import' : 'require';
  const script = join(project, `${[version, first && 'without', ...flags].join('-')}.${extension}`);
  writeFileSync(
    script,
    `${first}const core = process.getBuiltinModule('fs').readFileSync('${coreFile}');
${program(entries, load)}
tryEntries().then((said) => console.log(JSON.stringify(said)));
`,
  );
  const bin = join(root, 'node_modules', version, 'bin/node');
  const { stdout } = await promisify(execFile)(bin, [...flags, script], { cwd: project });
  return JSON.parse(stdout);
}

/** Bundles a program for a platform with esbuild, as the platform's tools do. */
function bundle(contents: string, options: BuildOptions) {
  return build({
    stdin: { contents, resolveDir: project },
    outdir: join(project, 'bundled'),
    bundle: true,
    logLevel: 'silent',
    ...options,
  });
}

async function workerd(entries: readonly string[]): Promise<Record<string, unknown>> {
  const outdir = join(project, 'worker');
  await bundle(
    `import core from 'identification-chain/core.wasm';
${program(entries)}
export default { fetch: async () => Response.json(await tryEntries()) };
`,
    { outdir, format: 'esm', conditions: ['workerd', 'worker'], loader: { '.wasm': 'copy' } },
  );
  return (await jsonFromWorkerd(outdir, 'stdin.js')) as Record<string, unknown>;
}

async function edgeLight(entries: readonly string[]): Promise<Record<string, unknown>> {
  const { outputFiles } = await bundle(
    `import core from 'identification-chain/core.wasm?module';
${program(entries)}
addEventListener('fetch', (event) =>
  event.respondWith(tryEntries().then((said) => Response.json(said))));
`,
    {
      write: false,
      conditions: ['edge-light', 'worker'],
      plugins: [
        {
          // Vercel's tools turn such an import into a global.
          name: 'wasm-module',
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /core\.wasm\?module$/ }, ({ path }) => ({
              path,
              namespace: 'core',
            }));
            onLoad({ filter: /./, namespace: 'core' }, () => ({
              contents: 'export default globalThis.compiledCore;',
            }));
          },
        },
      ],
    },
  );
  const compiledCore = new WebAssembly.Module(readFileSync(coreFile));
  const runtime = new EdgeRuntime({
    // The platform does not compile bytes either.
    codeGeneration: { strings: false, wasm: false },
    initialCode: outputFiles?.[0]?.text ?? '',
    extend: (context) => Object.assign(context, { compiledCore }),
  });
  const response = await runtime.dispatchFetch('http://edge.test/');
  return response.json();
}

async function page(entries: readonly string[]): Promise<Record<string, unknown>> {
  const imports = Object.fromEntries(
    entries.flatMap((entry) => {
      const target = exports[entry];
      return typeof target === 'object'
        ? [[`identification-chain${entry.slice(1)}`, target.default.default.slice(1)]]
        : [];
    }),
  );
  const html = `<!doctype html><title>-</title>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">
const core = fetch('/dist/core.wasm');
${program(entries)}
window.said = tryEntries();
</script>`;
  const server = await serve(({ url }) => {
    const { pathname } = new URL(url);
    return pathname === '/'
      ? new Response(html, { headers: { 'Content-Type': 'text/html' } })
      : staticFile(installed, pathname);
  });
  try {
    await using browser = await launchChromium();
    const open = await browser.open(server.url);
    return await open.evaluate(
      () => (globalThis as unknown as { said: Promise<Record<string, unknown>> }).said,
    );
  } finally {
    await server.close();
  }
}
