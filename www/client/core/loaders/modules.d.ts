// The modules that the build makes from src/: see tools/build.ts.

declare module '#core.wasm' {
  const module: WebAssembly.Module;
  export default module;
}

declare module '#core.wasm?module' {
  const module: WebAssembly.Module;
  export default module;
}

declare module '#core-text' {
  /** For each character from the space to `{`, the byte that it stands for, in hexadecimal. */
  export const key: string;
  /** The bytes of the core. */
  export const text: string;
}

declare module '#core-id' {
  /** The id of the core's build, which its file also contains. */
  export const id: string;
}

declare module '#core-in-js' {
  /** Makes an instance of the core, and returns its exports. */
  export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports;
}
