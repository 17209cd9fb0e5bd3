// How much memory does the core have? Import this before the core starts: it watches what is made.

const page = 65_536;

/** The memories of the instances of WebAssembly. */
const memories = new Set<WebAssembly.Memory>();

/** The memory of the core in JavaScript, which makes a larger buffer when it grows. */
let inJavaScript: ArrayBuffer | undefined;

function keepMemory({ exports: { memory } }: WebAssembly.Instance): void {
  if (memory instanceof WebAssembly.Memory) memories.add(memory);
}

class WatchedInstance extends WebAssembly.Instance {
  constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
    super(module, imports);
    keepMemory(this);
  }
}

const { instantiate } = WebAssembly;

/** Like `WebAssembly.instantiate`, which returns an instance for a module, and both for bytes. */
async function watchedInstantiate(
  ...args: Parameters<typeof instantiate>
): Promise<WebAssembly.Instance> {
  const made = await instantiate(...args);
  keepMemory('instance' in made ? (made.instance as WebAssembly.Instance) : made);
  return made;
}

Object.assign(WebAssembly, { Instance: WatchedInstance, instantiate: watchedInstantiate });

globalThis.ArrayBuffer = new Proxy(ArrayBuffer, {
  construct(target, args, newTarget) {
    const buffer: ArrayBuffer = Reflect.construct(target, args, newTarget);
    const isCore = buffer.byteLength >= 16 * page && buffer.byteLength % page === 0;
    if (isCore) inJavaScript = buffer;
    return buffer;
  },
});

/**
 * The memory of every core that has started, in bytes.
 *
 * @throws {Error} if no core has started: then nothing is watched.
 */
export function coreMemory(): number {
  if (memories.size === 0 && inJavaScript === undefined) throw new Error('no core has started');
  const inWebAssembly = [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  return inWebAssembly + (inJavaScript?.byteLength ?? 0);
}

/** Makes the memory of WebAssembly one page larger, as a leak in the core does. */
export function growCore(): void {
  for (const memory of memories) memory.grow(1);
}
