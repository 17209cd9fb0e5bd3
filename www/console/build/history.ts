// Undo and redo for the whole draft: what the form, the editor and the presets change is one history.

import { effect, signal } from '@preact/signals';
import { draft } from '../state/draft.ts';

/** How many characters the history keeps: ten large drafts, or thousands of usual ones. */
const room = 20_000_000;

/** Changes of one group that follow each other faster than this are undone together, in milliseconds. */
const pause = 1000;

const past = signal<readonly string[]>([]);
const future = signal<readonly string[]>([]);

let current = draft.peek();
let group = '';
let lastGroup = '';
let lastTime = 0;
let isTravel = false;

effect(() => {
  const text = draft.value;
  if (text === current) return;
  const now = performance.now();
  const isSame = group !== '' && group === lastGroup && now - lastTime < pause;
  if (!isTravel && !(isSame && past.peek().length > 0)) {
    past.value = trimmed([...past.peek(), current]);
  }
  if (!isTravel) future.value = [];
  lastGroup = isTravel ? '' : group;
  lastTime = now;
  current = text;
});

/** Changes the draft. Quick changes with the same `name` are one step of the history. */
export function edit(text: string, name = ''): void {
  group = name;
  draft.value = text;
  group = '';
}

export function undo(): void {
  travel(past, future);
}

export function redo(): void {
  travel(future, past);
}

/** Whether there is something to undo, and to redo. */
export const canUndo = () => past.value.length > 0;
export const canRedo = () => future.value.length > 0;

function travel(from: typeof past, to: typeof past): void {
  const text = from.peek().at(-1);
  if (text === undefined) return;
  from.value = from.peek().slice(0, -1);
  to.value = [...to.peek(), current];
  isTravel = true;
  draft.value = text;
  isTravel = false;
}

/** Forgets the oldest texts until the rest has room. The newest always stays. */
function trimmed(texts: readonly string[]): readonly string[] {
  let size = 0;
  const first = texts.findLastIndex((text) => {
    size += text.length;
    return size > room;
  });
  return texts.slice(Math.min(first + 1, texts.length - 1));
}
