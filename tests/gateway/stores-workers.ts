// Two workers in workerd with one class of Durable Objects.

import { join } from 'node:path';
import { build } from 'esbuild';
import type { KeyObjects, Store } from 'identification-chain/gateway';
import { Miniflare } from 'miniflare';

/** A store, which also counts what the object of a name stores. */
export interface Records extends Store {
  readonly entries: (name: string) => Promise<number | undefined>;
}

export interface Workers extends AsyncDisposable {
  /** The URLs of the two workers. */
  readonly urls: readonly [string, string];
  readonly keys: () => Promise<KeyObjects>;
  /** The store in an object, from outside. */
  readonly records: () => Promise<Records>;
}

/** Starts the workers. The objects are kept in the folder. */
export async function startWorkers(upstream: string, folder: string): Promise<Workers> {
  const built = await build({
    entryPoints: [join(import.meta.dirname, 'stores-worker.js')],
    outdir: folder,
    write: false,
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker'],
    external: ['cloudflare:*'],
    loader: { '.wasm': 'copy' },
  });
  const mainFirst = built.outputFiles.sort((a) => (a.path.endsWith('.js') ? -1 : 1));
  const shared = {
    compatibilityDate: '2026-01-01',
    modulesRoot: folder,
    modules: mainFirst.map(({ path, contents }) => ({
      type: path.endsWith('.wasm') ? ('CompiledWasm' as const) : ('ESModule' as const),
      path,
      contents,
    })),
    bindings: { UPSTREAM: upstream },
    unsafeDirectSockets: [{ port: 0 }],
  };
  // Its type says nothing of the objects, whose types are those of the worker.
  const objectsOf = async (binding: string) =>
    (await miniflare.getDurableObjectNamespace(binding)) as unknown as KeyObjects;
  const ofFirst = (className: string) => ({ className, scriptName: 'first', useSQLite: true });
  const miniflare = new Miniflare({
    defaultPersistRoot: folder,
    workers: [
      {
        ...shared,
        name: 'first',
        durableObjects: {
          KEYS: { className: 'KeyObject', useSQLite: true },
          RECORDS: { className: 'RecordObject', useSQLite: true },
        },
      },
      { ...shared, name: 'second', durableObjects: { KEYS: ofFirst('KeyObject') } },
    ],
  });
  const url = async (name: string) => (await miniflare.unsafeGetDirectURL(name)).href;
  return {
    urls: [await url('first'), await url('second')],
    keys: () => objectsOf('KEYS'),
    records: async () => {
      const objects = await objectsOf('RECORDS');
      const ask = async (operation: string, name: string, ...values: unknown[]) => {
        const object = objects.get(objects.idFromName(name));
        const body = new TextEncoder().encode(JSON.stringify([operation, name, ...values]));
        const answer = await object.fetch('http://object/', { method: 'POST', body });
        const [result] = JSON.parse(new TextDecoder().decode(await answer.arrayBuffer()));
        return result ?? undefined;
      };
      return {
        add: (...values) => ask('add', ...values),
        replace: (...values) => ask('replace', ...values),
        read: (name) => ask('read', name),
        entries: (name) => ask('entries', name),
      };
    },
    [Symbol.asyncDispose]: () => miniflare.dispose(),
  };
}
