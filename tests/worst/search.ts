// Searches for the shapes whose bodies take the core the most instructions for a byte: it changes the best
// shapes that it knows, and keeps what is better.

import document from '../../openapi.json' with { type: 'json' };
import { randomFrom } from '../soak/random.ts';
import type { Shape } from './shape.ts';

/** How many shapes a search keeps. */
const kept = 32;

/** A part of a shape is at most so long, so that it stays a shape and does not become a body. */
const longest = 400;

/** The texts that a search builds shapes from: JSON, characters that are hard to read, and the contract. */
const words: readonly string[] = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '\\',
    '/',
    ' ',
    '\n',
    '\t',
    '-',
    '.',
    '#',
    '0',
    '1',
    '1e9',
  ],
  ...[
    'null',
    'true',
    '{"',
    '":',
    '":1,',
    '":"',
    '",',
    '"}',
    '{}',
    '[]',
    '""',
    '"#":1,',
    '{"#":',
    '},',
  ],
  ...['\\u0061', '\\u0000', '\\ud83d', '\\ude00', '\\n', '\\"', '\u{3164}', '\u{301}', '\u{1F600}'],
  ...[
    '\u{202E}',
    '\u{FEFF}',
    '\u{0}',
    '@',
    '@b.',
    '+34',
    'PT',
    '9M',
    'P1Y',
    '12345678A',
    'ES',
    'es',
  ],
  ...new Set(JSON.stringify(document.components.schemas).match(/\w{3,}/g) ?? []),
];

/** A shape with what it costs. */
export interface Found {
  readonly shape: Shape;
  readonly cost: number;
}

type Random = () => number;

const below = (random: Random, limit: number) => Math.floor(random() * limit);
const oneOf = <Item>(random: Random, items: readonly [Item, ...Item[]]): Item =>
  items[below(random, items.length)] ?? items[0];

/** A change of a text: a slice of it is removed, replaced or repeated. */
function changed(random: Random, text: string, other: string): string {
  const start = below(random, text.length + 1);
  const end = Math.min(text.length, start + below(random, 9));
  const word = words[below(random, words.length)] ?? '';
  const insert = oneOf(random, [
    word,
    word,
    `"${word}"`,
    '',
    text.slice(start, end).repeat(1 + below(random, 4)),
    other.slice(below(random, other.length + 1)),
  ]);
  const isReplaced = random() < 0.5;
  return (text.slice(0, start) + insert + text.slice(isReplaced ? end : start)).slice(0, longest);
}

/** A new shape, made from two that are known. */
function child(random: Random, one: Shape, other: Shape): Shape {
  const { open, close } = one;
  const item = random() < 0.1 ? other.item : one.item;
  const base = { open, item, close };
  const part = oneOf(random, ['item', 'item', 'open', 'close'] as const);
  const next = { ...base, [part]: changed(random, base[part], other[part]) };
  return random() < 0.5 ? next : { ...next, item: changed(random, next.item, other.item) };
}

/**
 * Yields each shape that was tried, with its cost.
 *
 * @param costOf How much a shape costs; the search looks for the largest.
 */
export function* search(
  seed: number,
  known: readonly [Shape, ...Shape[]],
  costOf: (shape: Shape) => number,
): Generator<Found> {
  const random = randomFrom(seed);
  let best: Found[] = [];
  const keep = (found: Found) => {
    // Shapes of one cost are mostly the same one, written in two ways.
    if (best.some(({ cost }) => cost === found.cost)) return;
    best = [...best, found].sort((a, b) => b.cost - a.cost).slice(0, kept);
  };
  for (const shape of known) {
    const found = { shape, cost: costOf(shape) };
    keep(found);
    yield found;
  }
  for (;;) {
    const [first = known[0], second = first] = [0, 1].map(
      () => best[below(random, Math.min(best.length, 1 + below(random, kept)))]?.shape,
    );
    const shape = child(random, first, second);
    const found = { shape, cost: costOf(shape) };
    keep(found);
    yield found;
  }
}
