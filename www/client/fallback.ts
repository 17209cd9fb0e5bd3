// The entry `identification-chain/fallback`: all that needs the core, with the core in JavaScript.

export * from './core/index.ts';
export * from './forms/schema.ts';
export * from './index.ts';
