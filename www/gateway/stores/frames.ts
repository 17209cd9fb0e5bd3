// How the gateway and a Durable Object talk: a line of JSON, and the bytes of a body behind it. The
// package has to load where `cloudflare:workers` cannot be imported, so the object has no RPC.

import type { Resolution, ResolveReply } from '../states.ts';
import type { KeyedReply, KeyedTask, Retention } from '../store.ts';

/** What the gateway asks an object. */
export type ObjectCall =
  | { readonly create: KeyedTask }
  | { readonly resolve: readonly [name: string, resolution: Resolution, retention: Retention] };

/** What an object answers. */
export type ObjectReply = KeyedReply | ResolveReply;

/** JSON has no line feed outside of white space, and `JSON.stringify` writes none. */
const lineFeed = 0x0a;

/** Writes a call. The key of a sealed answer becomes an array of numbers. */
export function writtenCall(call: ObjectCall): Uint8Array<ArrayBuffer> {
  if (!('create' in call)) return frame(call);
  const { request, sealKey, ...task } = call.create;
  const { body, ...head } = request ?? {};
  const numbers = sealKey && [...sealKey];
  return frame({ create: { ...task, request: request && head, sealKey: numbers } }, body);
}

/** Reads what {@link writtenCall} has written. */
export function readCall(bytes: Uint8Array<ArrayBuffer>): ObjectCall {
  const { value, body } = unframed(bytes);
  const call = value as ObjectCall;
  if (!('create' in call)) return call;
  const { request, sealKey, ...task } = call.create;
  return {
    create: {
      ...task,
      request: request && { ...request, body },
      sealKey: sealKey && Uint8Array.from(sealKey),
    },
  };
}

/** Writes a reply. */
export function writtenReply(reply: ObjectReply): Uint8Array<ArrayBuffer> {
  if (typeof reply === 'string' || !('answer' in reply)) return frame(reply);
  const { body, ...head } = reply.answer;
  return frame({ ...reply, answer: head }, body);
}

/** Reads what {@link writtenReply} has written. */
export function readReply(bytes: Uint8Array<ArrayBuffer>): ObjectReply {
  const { value, body } = unframed(bytes);
  const reply = value as ObjectReply;
  if (typeof reply === 'string' || !('answer' in reply)) return reply;
  return { ...reply, answer: { ...reply.answer, body } };
}

function frame(value: unknown, body: Uint8Array = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const line = new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  const bytes = new Uint8Array(line.length + body.length);
  bytes.set(line);
  bytes.set(body, line.length);
  return bytes;
}

function unframed(bytes: Uint8Array<ArrayBuffer>): {
  readonly value: unknown;
  readonly body: Uint8Array<ArrayBuffer>;
} {
  const end = bytes.indexOf(lineFeed);
  const value = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  return { value, body: bytes.slice(end + 1) };
}
