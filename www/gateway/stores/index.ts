// The stores of the package.

export {
  DurableObjectStore,
  type DurableObjectStoreOptions,
  type KeyObjects,
} from './durable-object.ts';
export { KeyObject, type KeyObjectState } from './key-object.ts';
export { MemoryStore } from './memory.ts';
export { PostgresStore, postgresCleanUp, postgresTable, type Query } from './postgres.ts';
export { RedisStore, type SendCommand } from './redis.ts';
