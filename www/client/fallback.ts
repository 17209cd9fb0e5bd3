// The entry `identification-chain/fallback`: all that needs the core, with the core in JavaScript.

export * from './core.ts';
export * from './index.ts';
export * from './schema.ts';
