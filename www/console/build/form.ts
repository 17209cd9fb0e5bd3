// What the form shows of the draft: its values, whether it is paused, and the messages at its fields.

import { batch, computed, effect, signal } from '@preact/signals';
import type { Issue, RuleId, Severity } from 'identification-chain';
import { draft, errorsAsked, report } from '../state/draft.ts';
import { language } from '../state/settings.ts';
import { exampleStep } from './contract.ts';
import { edit } from './history.ts';
import {
  blockOf,
  nodeAt,
  type Parsed,
  type Path,
  parse,
  rawOf,
  sizeOf,
  withItem,
  withMoved,
  without,
  withValue,
} from './text.ts';

/** The rules whose issues mean that the text cannot be read as JSON. */
const unreadable: ReadonlySet<RuleId> = new Set([
  'json-syntax',
  'byte-order-mark',
  'invalid-utf8',
  'too-large',
  'too-deep',
]);

/** The issue that pauses the form, if any. */
export const pausedBy = computed<Issue | undefined>(() =>
  report.value.issues.find(({ rule }) => unreadable.has(rule)),
);

const sequence: Path = ['sequence'];

let lastParsed: Parsed = { text: '', root: undefined };

/** The last draft that was JSON. */
const parsed = computed<Parsed>(() => {
  if (pausedBy.value === undefined) lastParsed = parse(draft.value);
  return lastParsed;
});

/**
 * The last draft in which the sequence had another text than before. The rows read it, so that hundreds
 * of them have no work while somebody types elsewhere.
 */
const steps = signal<Parsed>(lastParsed);

effect(() => {
  if (sequenceOf(parsed.value) !== sequenceOf(steps.peek())) steps.value = parsed.value;
});

function sequenceOf(from: Parsed): string | undefined {
  const node = nodeAt(from, sequence);
  return node && rawOf(from, node);
}

/** The draft that has a place. */
function draftWith(path: Path): Parsed {
  return isInStep(path) ? steps.value : parsed.value;
}

function isInStep(path: Path): boolean {
  return path[0] === 'sequence' && path.length > 1;
}

/** Returns the path as an issue writes it, a JSON pointer (RFC 6901). */
export function pointerTo(path: Path): string {
  return path
    .map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** Returns the text that a field shows, or `undefined` without a value. */
export function textAt(path: Path): string | undefined {
  const from = draftWith(path);
  const node = nodeAt(from, path);
  if (node === undefined || node.type === 'null') return undefined;
  return node.type === 'string' ? String(node.value) : rawOf(from, node);
}

export function isTrueAt(path: Path): boolean {
  return nodeAt(draftWith(path), path)?.value === true;
}

/** Whether the JSON has something at a path that a field cannot edit without a loss. */
export function isBlockedAt(path: Path): boolean {
  const from = draftWith(path);
  const type = nodeAt(from, path)?.type;
  return type === 'object' || type === 'array' || blockOf(from, path) !== undefined;
}

/** Whether an object or an array can be at a path. */
export function isContainerAt(path: Path, type: 'object' | 'array'): boolean {
  const from = draftWith(path);
  const node = nodeAt(from, path);
  return (node === undefined || node.type === type) && blockOf(from, path) === undefined;
}

/** Writes a value at a path. */
export function write(path: Path, value: string | boolean): void {
  change((from) => withValue(from, path, JSON.stringify(value)), pointerTo(path));
}

/** Writes digits as a JSON number, however many, and anything else as a string. */
export function writeNumber(path: Path, text: string): void {
  const digits = text.replace(/[\s().-]/g, '');
  const json = /^(0|[1-9]\d*)$/.test(digits) ? digits : JSON.stringify(text);
  change((from) => withValue(from, path, json), pointerTo(path));
}

/** Removes a member, and the object around it if nothing else is in that and it is optional. */
export function remove(path: Path, optionalParent?: Path): void {
  change((from) => {
    const isOnly = optionalParent && sizeOf(from, optionalParent) === 1;
    return without(from, isOnly ? optionalParent : path);
  }, pointerTo(path));
}

function change(apply: (from: Parsed) => string, group = ''): void {
  if (pausedBy.peek() === undefined) edit(apply(parsed.peek()), group);
}

// The sequence. Each step has an id, by which its row keeps the focus when it moves.

export const stepPath = (index: number): Path => ['sequence', index];

let nextId = 0;

const ids = signal<readonly number[]>([]);

/** The ids of the steps, in their order. */
export const stepIds = computed(() => ids.value);

effect(() => {
  const list = nodeAt(parsed.value, sequence);
  const count = list?.type === 'array' ? (list.children?.length ?? 0) : 0;
  const known = ids.peek();
  if (known.length === count) return;
  ids.value = Array.from({ length: count }, (_, index) => known[index] ?? nextId++);
});

/** Adds a step at the end. */
export function addStep(type: string): void {
  const json = JSON.stringify(exampleStep(type));
  change((from) => withItem(from, sequence, sizeOf(from, sequence), json));
}

export function removeStep(index: number): void {
  batch(() => {
    ids.value = ids.value.toSpliced(index, 1);
    change((from) => without(from, stepPath(index)));
  });
}

export function moveStep(from: number, to: number): void {
  batch(() => {
    const order = [...ids.value];
    order.splice(to, 0, ...order.splice(from, 1));
    ids.value = order;
    change((parsedDraft) => withMoved(parsedDraft, sequence, from, to));
  });
}

/** The details that each type of step has. */
const details: Readonly<Record<string, string>> = {
  OTP: 'otp_step',
  IDENTITY_DOCUMENT: 'identity_document_step',
};

/** Gives a step another type, with the details of that type and without the others. */
export function changeType(index: number, type: string): void {
  change((from) => {
    const path = stepPath(index);
    let next = parse(withValue(from, [...path, 'identification_type'], JSON.stringify(type)));
    const wanted = details[type];
    for (const name of Object.values(details)) {
      if (name !== wanted) next = parse(without(next, [...path, name]));
    }
    if (wanted === undefined || nodeAt(next, [...path, wanted])) return next.text;
    const value = Object.entries(exampleStep(type)).find(([name]) => name === wanted)?.[1] ?? {};
    return withValue(next, [...path, wanted], JSON.stringify(value));
  });
}

// Messages at fields. A field that nobody has left yet has none.

const left = signal<ReadonlySet<string>>(new Set());
const areAllShown = signal(false);

effect(() => {
  if (errorsAsked.value > 0) areAllShown.value = true;
});

type Issues = ReadonlyMap<string, Issue>;

/** The worst issue of each path. There is none while the form is paused. */
const issues = computed<Issues>(() => {
  const byPath = new Map<string, Issue>();
  if (pausedBy.value !== undefined) return byPath;
  for (const issue of report.value.issues) {
    const known = byPath.get(issue.path);
    if (known === undefined || (known.severity === 'warning' && issue.severity === 'error')) {
      byPath.set(issue.path, issue);
    }
  }
  return byPath;
});

/** The last issues in which those of the steps were others than before. */
const stepIssues = signal<Issues>(new Map());

effect(() => {
  if (shownOfSteps(issues.value) !== shownOfSteps(stepIssues.peek()))
    stepIssues.value = issues.value;
});

/** What the rows show of issues, as one text. */
function shownOfSteps(all: Issues): string {
  const ofSteps = [...all.values()].filter(({ path }) => path.startsWith('/sequence/'));
  return ofSteps.map(({ path, severity, message }) => `${path} ${severity} ${message}`).join();
}

/** The name of a field that stays the same when its step moves. */
function lasting(path: Path): string {
  const [list, index, ...rest] = path;
  if (list !== 'sequence' || typeof index !== 'number') return pointerTo(path);
  return `${ids.value[index]}${pointerTo(rest)}`;
}

/** Shows messages at a field from now on. */
export function leave(path: Path): void {
  const name = lasting(path);
  if (left.peek().has(name)) return;
  const from = starts;
  const show = () => {
    if (from === starts) left.value = new Set([...left.peek(), name]);
  };
  // A message that appears between press and release would move the button that is pressed.
  if (isPressed) addEventListener('pointerup', () => setTimeout(show), { once: true });
  else show();
}

let isPressed = false;
addEventListener('pointerdown', () => {
  isPressed = true;
});
for (const end of ['pointerup', 'pointercancel']) {
  addEventListener(end, () => {
    isPressed = false;
  });
}

/** How often the form had a new start. */
let starts = 0;

/** A new start: no field was left yet. */
export function forgetLeft(): void {
  starts += 1;
  batch(() => {
    left.value = new Set();
    areAllShown.value = false;
  });
}

/** What a message at a field is about. */
export type Subject = 'field' | 'step' | 'list';

const subjects = {
  en: { field: 'This field', step: 'This step', list: 'The sequence' },
  es: { field: 'Este campo', step: 'Este paso', list: 'La secuencia' },
} as const;

/** What a field says. */
export interface FieldMessage {
  readonly severity: Severity;
  readonly text: string;
}

/** Returns the message that a field shows now. */
export function messageAt(path: Path, subject: Subject): FieldMessage | undefined {
  const known = isInStep(path) ? stepIssues.value : issues.value;
  const issue = known.get(pointerTo(path));
  if (issue === undefined) return undefined;
  if (!areAllShown.value && !left.value.has(lasting(path))) return undefined;
  const text = `${subjects[language.value][subject]} ${issue.message}.`;
  return { severity: issue.severity, text };
}
