// The states of an idempotency key, and every change between them. Pure: times, fences and epochs come
// in with the events. No change leads from a create whose outcome is unknown to another run of it,
// except an operator's word that nothing was created.

/** What is kept of a key. No record means that the key is free. */
export type KeyRecord = Sent | Done | IdLost | Unknown;

/** The create was or will be sent. It is written before the request leaves. */
export interface Sent {
  readonly state: 'sent';
  /** The fingerprint of the body. */
  readonly fingerprint: string;
  /** The owner's secret: only the owner knows it, and finishes the record with it. */
  readonly fence: string;
  /** The epoch in which the owner runs, if the store has epochs. */
  readonly epoch?: string | undefined;
  /** When the owner has certainly given up, in milliseconds since 1970. */
  readonly deadline: number;
}

/** The chain was created, and its id is known. */
export interface Done {
  readonly state: 'done';
  readonly fingerprint: string;
  readonly answer: KeptAnswer;
}

/** The chain was created, and its id did not arrive. */
export interface IdLost {
  readonly state: 'id-lost';
  readonly fingerprint: string;
}

/** Nobody knows whether the chain was created. */
export interface Unknown {
  readonly state: 'unknown';
  readonly fingerprint: string;
  /** The fence of the owner, who may still learn the outcome. */
  readonly fence: string;
  readonly status: UnknownStatus;
}

/** The status of the problem: 504 if the time limit ended, 502 otherwise. */
export type UnknownStatus = 502 | 504;

/** What is kept of the first answer. */
export interface KeptAnswer {
  readonly status: number;
  readonly id: string;
  readonly location?: string | undefined;
  /** The whole answer under AES-GCM, if the gateway keeps whole answers. */
  readonly sealed?: string | undefined;
}

/** A create that asks for its key. */
export interface Ask {
  readonly fingerprint: string;
  /** The record of the new owner, if the key is free. */
  readonly sent: Sent;
  /** The time, in milliseconds since 1970. */
  readonly now: number;
  /** The store's present epoch, if it has epochs. An owner of another epoch is gone. */
  readonly epoch?: string | undefined;
}

/** What the owner knows of its create at the end. */
export type Finish =
  | { readonly type: 'done'; readonly answer: KeptAnswer }
  | { readonly type: 'id-lost' }
  /** The API did nothing. */
  | { readonly type: 'released' }
  | { readonly type: 'unknown'; readonly status: UnknownStatus };

/** What an operator has found out about a create. */
export type Resolution = { readonly id: string } | 'not-created';

/** The new record; `absent` for none. */
export type Change = KeyRecord | 'absent' | 'unchanged';

/** A change and what it means for the caller. */
export interface Step<Reply> {
  readonly change: Change;
  readonly reply: Reply;
}

/** The reply to a create that asks. `run`: it is the owner now, once the change is written. */
export type AskReply =
  | { readonly type: 'run' }
  | { readonly type: 'in-progress' }
  | { readonly type: 'another-body' }
  | { readonly type: 'done'; readonly answer: KeptAnswer }
  | { readonly type: 'id-lost' }
  | { readonly type: 'unknown'; readonly status: UnknownStatus };

/** What a create is answered, and what becomes of the record. */
export function asked(record: KeyRecord | undefined, ask: Ask): Step<AskReply> {
  if (record === undefined) return { change: ask.sent, reply: { type: 'run' } };
  if (record.fingerprint !== ask.fingerprint) return unchanged({ type: 'another-body' });
  switch (record.state) {
    case 'sent':
      return askedWhileSent(record, ask);
    case 'done':
      return unchanged({ type: 'done', answer: record.answer });
    case 'id-lost':
      return unchanged({ type: 'id-lost' });
    case 'unknown':
      return unchanged({ type: 'unknown', status: record.status });
  }
}

function askedWhileSent(record: Sent, ask: Ask): Step<AskReply> {
  const lost = lostOwner(record, ask);
  if (lost === undefined) return unchanged({ type: 'in-progress' });
  return { change: lost, reply: { type: 'unknown', status: lost.status } };
}

/** The record of a create whose owner is gone or too late, or `undefined` if it may still finish. */
function lostOwner(
  { fingerprint, fence, epoch, deadline }: Sent,
  at: Pick<Ask, 'now' | 'epoch'>,
): Unknown | undefined {
  const isGone = at.epoch !== undefined && epoch !== at.epoch;
  if (!isGone && at.now < deadline) return undefined;
  return { state: 'unknown', fingerprint, fence, status: isGone ? 502 : 504 };
}

/** Whether the owner's result was taken. It is refused if the record is not the owner's any more. */
export type FinishReply = 'finished' | 'not-owner';

/** What becomes of the record when an owner finishes, also after it was taken for lost. */
export function finished(
  record: KeyRecord | undefined,
  fence: string,
  finish: Finish,
): Step<FinishReply> {
  if (record === undefined || !('fence' in record) || record.fence !== fence) {
    return unchanged('not-owner');
  }
  const { fingerprint } = record;
  switch (finish.type) {
    case 'done':
      return { change: { state: 'done', fingerprint, answer: finish.answer }, reply: 'finished' };
    case 'id-lost':
      return { change: { state: 'id-lost', fingerprint }, reply: 'finished' };
    case 'released':
      return { change: 'absent', reply: 'finished' };
    case 'unknown':
      return record.state === 'unknown'
        ? unchanged('finished')
        : {
            change: { state: 'unknown', fingerprint, fence, status: finish.status },
            reply: 'finished',
          };
  }
}

/** Whether an operator's word was taken, or why it was not. */
export type ResolveReply = 'resolved' | 'no-record' | 'in-progress' | 'known';

/** What becomes of the record when an operator says what happened. */
export function resolved(
  record: KeyRecord | undefined,
  resolution: Resolution,
  at: Pick<Ask, 'now' | 'epoch'>,
): Step<ResolveReply> {
  if (record === undefined) return unchanged('no-record');
  if (record.state === 'done') return unchanged('known');
  if (record.state === 'sent' && lostOwner(record, at) === undefined) {
    return unchanged('in-progress');
  }
  if (resolution === 'not-created') {
    // The API said that it created the chain.
    if (record.state === 'id-lost') return unchanged('known');
    return { change: 'absent', reply: 'resolved' };
  }
  const { fingerprint } = record;
  const answer = { status: 201, id: resolution.id };
  return { change: { state: 'done', fingerprint, answer }, reply: 'resolved' };
}

function unchanged<Reply>(reply: Reply): Step<Reply> {
  return { change: 'unchanged', reply };
}
