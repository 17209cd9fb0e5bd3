// Where the records of idempotency keys are kept, and where keyed creates run.

import type { Resolution, ResolveReply, UnknownStatus } from './states.ts';

/**
 * Keeps records by name: a strongly consistent compare-and-set, and nothing else. Records are opaque
 * text that differs whenever the state differs, so comparing the text is the fence. A write that has
 * resolved survives a crash of this process.
 *
 * A lifetime is in milliseconds, from the time of the write; `undefined` keeps the record for ever. A
 * record whose lifetime has ended is absent.
 */
export interface Store {
  /** Adds a record. If there is one already, it stays, and is returned. */
  readonly add: (
    name: string,
    record: string,
    lifetime: number | undefined,
  ) => Promise<string | undefined>;
  /**
   * Replaces a record that still is `before`; `after` is `undefined` to remove it. Returns whether it
   * still was `before`.
   */
  readonly replace: (
    name: string,
    before: string,
    after: string | undefined,
    lifetime: number | undefined,
  ) => Promise<boolean>;
  /** Returns the record of a name, if there is one. */
  readonly read: (name: string) => Promise<string | undefined>;
  /**
   * For a store that only one process writes to, and that outlives it: the name of this process's
   * life. The owners of all other epochs are gone.
   */
  readonly epoch?: string | undefined;
}

/**
 * Runs keyed creates. A {@link Store} becomes one by `keeperOver` in keyed.ts. A keeper of its own runs
 * `keyedCreate` elsewhere: a Durable Object, beside its record.
 */
export interface Keeper {
  /**
   * Sends a create, unless its key was used before. If it rejects, the outcome counts as unknown. The
   * task and the reply are plain data, which structured clone copies.
   */
  readonly create: (task: KeyedTask) => Promise<KeyedReply>;
  /** Takes an operator's word for a create. */
  readonly resolve: (
    name: string,
    resolution: Resolution,
    retention: Retention,
  ) => Promise<ResolveReply>;
}

/** How long records are kept, in milliseconds. A record of the state `sent` is kept for ever. */
export interface Retention {
  readonly done: number;
  readonly unknown: number;
}

/** A create with a key. Plain data: it can be sent to another object or process. */
export interface KeyedTask {
  /** The name of the record. */
  readonly name: string;
  /** The fingerprint of the body. */
  readonly fingerprint: string;
  /**
   * The request, with the credential. It must not be stored. Without it, the record is looked up, and a
   * free key stays free.
   */
  readonly request?: UpstreamRequest | undefined;
  /** The time limit for the answer, in milliseconds. */
  readonly timeout: number;
  /** The time limit for each access to the store, in milliseconds. */
  readonly storeTimeout: number;
  readonly retention: Retention;
  /** The member of the response that holds the chain's id, if it has an unusual name. */
  readonly idField?: string | undefined;
  /** The key under which the whole answer is kept, 32 bytes. Without it, only the id is kept. */
  readonly sealKey?: Uint8Array<ArrayBuffer> | undefined;
}

/** A checked request to the API. */
export interface UpstreamRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
}

/** An answer of the API, or what is kept of one. Its headers are those that may go to the client. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What became of a create with a key. */
export type KeyedReply =
  /**
   * The API's answer to this request: the chain's creation, or a refusal. `isHeld`: the store failed
   * afterwards, and the key still counts as running.
   */
  | {
      readonly type: 'answer';
      readonly answer: UpstreamAnswer;
      readonly isHeld?: boolean | undefined;
    }
  /** The first answer to this key. */
  | { readonly type: 'replay'; readonly answer: UpstreamAnswer }
  | { readonly type: 'in-progress' }
  | { readonly type: 'another-body' }
  | { readonly type: 'id-lost' }
  /** `isRepeat`: nothing was sent this time. `answered`: the status of the API's answer. */
  | {
      readonly type: 'unknown';
      readonly status: UnknownStatus;
      readonly isRepeat: boolean;
      readonly answered?: number | undefined;
    }
  /** The key is free, and the task has no request. */
  | { readonly type: 'not-run' }
  /** The store failed before anything was sent. */
  | { readonly type: 'not-sent' };
