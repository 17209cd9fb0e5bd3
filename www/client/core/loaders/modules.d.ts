// What the build makes of src/: see tools/build.ts.

declare module '#core.wasm' {
  const module: WebAssembly.Module;
  export default module;
}

declare module '#core.wasm?module' {
  const module: WebAssembly.Module;
  export default module;
}

declare module '#core-hex' {
  export const hex: string;
}

declare module '#core-id' {
  /** What the core's file says that it is. */
  export const id: string;
}

declare module '#core-in-js' {
  /** Makes an instance of the core, whose exports it returns. */
  export function instantiate(imports: WebAssembly.Imports): WebAssembly.Exports;
}
