// The issues of the draft with their places, and the ways to them: a field of the form, or the JSON.

import { computed, signal } from '@preact/signals';
import type { Issue } from 'identification-chain';
import { type Placed, placesOf } from '../editor/places.ts';
import { draft, report } from '../state/draft.ts';
import { leave, pausedBy } from './form.ts';
import type { Path } from './text.ts';

export const places = computed(() => placesOf(draft.value, report.value.issues));

/** The part that a narrow page shows. A wide one shows both. */
export const view = signal<'form' | 'json'>('form');

/** The last wish to see a place in the JSON. The editor answers to it. */
export const wantedPlace = signal<{ readonly from: number; readonly to: number } | undefined>(
  undefined,
);

/** Moves the focus to a place in the JSON. */
export function goToJson({ from, to }: Placed): void {
  view.value = 'json';
  wantedPlace.value = { from, to };
}

/** Moves the focus to the field of an issue, or to its place in the JSON if no field shows it. */
export function goTo(placed: Placed): void {
  const field = pausedBy.peek() === undefined ? fieldOf(placed.issue) : undefined;
  if (field === undefined) {
    goToJson(placed);
    return;
  }
  view.value = 'form';
  leave(pathOf(placed.issue));
  requestAnimationFrame(() => {
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: 'center' });
  });
}

/** Moves the focus to the first error. */
export function goToFirstError(): void {
  const first = places.peek().find(({ issue }) => issue.severity === 'error');
  if (first) goTo(first);
}

function pathOf({ path }: Issue): Path {
  const names = path
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.map((name, index) => (names[index - 1] === 'sequence' ? Number(name) : name));
}

/** The control for an issue: that of its path, or the first in the nearest part around it. */
function fieldOf({ path, rule }: Issue): HTMLElement | undefined {
  if (path === '' || rule === 'unknown-field') return undefined;
  for (let around = path; around !== ''; around = around.slice(0, around.lastIndexOf('/'))) {
    const part = document.querySelector(`[data-path="${CSS.escape(around)}"]`);
    const control = part?.querySelector<HTMLElement>('input, select, button');
    if (control) return control;
  }
  return undefined;
}
