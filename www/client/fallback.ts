// The entry `identification-chain/fallback`: every export that needs the core, with the core in
// JavaScript, for hosts without WebAssembly.

export * from './core/index.ts';
export * from './forms/form.ts';
export * from './forms/schema.ts';
export * from './index.ts';
