// Gives the imports and exports of a module names of one or two letters, in the module and in its
// glue. wasm-bindgen's names are long and have hashes, which do not compress. Only the glue uses them.

/** The exports that keep their names: the operations, and those that our own lines use. */
const kept = ['createChain', 'cancelChain', 'closeChain', 'memory', '__wbindgen_start'];

/** The sections with names (WebAssembly core specification, "Modules"). */
const importSection = 2;
const exportSection = 7;

/** The kind of an import that is a function. */
const functionKind = 0;

/** A module and its glue. */
export interface Bound {
  readonly module: Uint8Array;
  readonly glue: string;
}

/**
 * Shortens the names of a module that wasm-bindgen wrote, and drops the exports that its glue does not
 * use.
 */
export function withShortNames({ module, glue }: Bound): Bound {
  const reader = new Reader(module);
  // The magic number and the version.
  const parts = [reader.bytes(8)];
  let text = glue;
  while (!reader.ended) {
    const id = reader.byte();
    let content = reader.bytes(reader.number());
    if (id === importSection) [content, text] = shortImports(content, text);
    if (id === exportSection) [content, text] = shortExports(content, text);
    parts.push(Uint8Array.of(id), number(content.length), content);
  }
  return { module: Buffer.concat(parts), glue: text };
}

/** Imports of wasm-bindgen are functions of one object: `"./name_bg.js": { name: function … }`. */
function shortImports(content: Uint8Array, glue: string): [Uint8Array, string] {
  const reader = new Reader(content);
  const count = reader.number();
  const parts = [number(count)];
  let text = glue;
  for (let index = 0; index < count; index++) {
    const module = reader.name();
    const name = reader.name();
    if (reader.byte() !== functionKind) throw new Error(`the import ${name} is not a function`);
    const type = reader.number();
    // Another module than the glue is one that tools/in-javascript.ts writes.
    const isOfGlue = module.startsWith('./');
    const short = isOfGlue ? shortName(index) : name;
    if (isOfGlue) {
      text = text
        .replace(`"${module}":`, '"a":')
        .replace(new RegExp(`^( +)${name}: function`, 'm'), `$1${short}: function`);
    }
    parts.push(named(isOfGlue ? 'a' : module), named(short));
    parts.push(Uint8Array.of(functionKind), number(type));
  }
  return [Buffer.concat(parts), text];
}

function shortExports(content: Uint8Array, glue: string): [Uint8Array, string] {
  const reader = new Reader(content);
  const parts: Uint8Array[] = [];
  let text = glue;
  let used = 0;
  for (let count = reader.number(); count > 0; count--) {
    const name = reader.name();
    const kind = reader.byte();
    const index = reader.number();
    const use = new RegExp(`\\bwasm\\.${name}\\b`, 'g');
    if (!use.test(text)) continue;
    const short = kept.includes(name) ? name : shortName(used);
    text = text.replaceAll(use, `wasm.${short}`);
    parts.push(named(short), Uint8Array.of(kind), number(index));
    used++;
  }
  return [Buffer.concat([number(used), ...parts]), text];
}

/** A name for an index: `a` to `z`, `aa` to `zz`. */
function shortName(index: number): string {
  const letter = (place: number) => String.fromCharCode(0x61 + place);
  const last = letter(index % 26);
  return index < 26 ? last : letter(Math.floor(index / 26) - 1) + last;
}

/** A number as the binary format writes it: LEB128 without a sign. */
function number(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Uint8Array.of(...bytes, rest);
}

/** A name as the binary format writes it. */
function named(name: string): Uint8Array {
  return Buffer.concat([number(name.length), Buffer.from(name)]);
}

/** Reads the binary format of WebAssembly. */
class Reader {
  readonly #content: Uint8Array;
  #at = 0;

  constructor(content: Uint8Array) {
    this.#content = content;
  }

  get ended(): boolean {
    return this.#at >= this.#content.length;
  }

  byte(): number {
    return this.#content[this.#at++] ?? 0;
  }

  bytes(length: number): Uint8Array {
    this.#at += length;
    return this.#content.subarray(this.#at - length, this.#at);
  }

  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  name(): string {
    return Buffer.from(this.bytes(this.number())).toString();
  }
}
