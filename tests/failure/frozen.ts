// Runs the steps of transcript.ts with the global object and the built-in objects frozen, and prints their
// transcript. A program of its own, because nothing thaws them.
//
//   node tests/failure/frozen.ts pages|servers never|before|after

import { entries, replaceRequest, transcriptOf, type Who } from './transcript.ts';

/** Freezes the objects that belong to the language and to the host, with their prototypes. */
function freezeBuiltIns(): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const builtIn: unknown = Reflect.get(globalThis, name);
    // `process` and `console` are Node's state.
    if (builtIn === globalThis || name === 'process' || name === 'console') continue;
    for (const object of [builtIn, Object(builtIn).prototype]) {
      if (Object(object) === object && !ArrayBuffer.isView(object)) Object.freeze(object);
    }
  }
  Object.freeze(Object.getPrototypeOf(Uint8Array.prototype));
  Object.preventExtensions(globalThis);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const { configurable, value } = Object.getOwnPropertyDescriptor(globalThis, name) ?? {};
    if (!configurable || value === undefined || value === globalThis) continue;
    Object.defineProperty(globalThis, name, { writable: false, configurable: false });
  }
}

const [, , who, when] = process.argv;
if (who === 'pages') replaceRequest();
if (when === 'before') freezeBuiltIns();
const all = await entries();
if (when === 'after') freezeBuiltIns();
const found = [...(await transcriptOf(all, who as Who))];
console.log(JSON.stringify({ isFrozen: Object.isFrozen(Object.prototype), found }));
