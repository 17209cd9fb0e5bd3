// Everything that the client throws, except a `TypeError` for a wrong argument.

export * from './api.ts';
export * from './base.ts';
export * from './core.ts';
export * from './failure.ts';
export * from './guards.ts';
export * from './token.ts';
export * from './transport.ts';
export * from './validation.ts';
