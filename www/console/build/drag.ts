// Moves the rows of a list by dragging their grips. The page loads it when a pointer comes near the list.

import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import {
  attachClosestEdge,
  extractClosestEdge,
} from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';

/** @returns a function that disconnects the list. */
export function makeSortable(
  list: HTMLElement,
  onMove: (from: number, to: number) => void,
): () => void {
  const rows = new Map<Element, () => void>();
  const connect = () => {
    for (const row of list.children) {
      if (row instanceof HTMLElement && !rows.has(row)) rows.set(row, connectRow(row, onMove));
    }
    for (const [row, disconnect] of rows) {
      if (row.parentElement === list) continue;
      disconnect();
      rows.delete(row);
    }
  };
  connect();
  const observer = new MutationObserver(connect);
  observer.observe(list, { childList: true });
  return () => {
    observer.disconnect();
    for (const disconnect of rows.values()) disconnect();
  };
}

function indexOf(row: HTMLElement): number {
  return Number(row.dataset['step']);
}

function connectRow(row: HTMLElement, onMove: (from: number, to: number) => void): () => void {
  const grip = row.querySelector('.grip');
  const mark = (edge: string | null) => {
    if (edge === null) delete row.dataset['edge'];
    else row.dataset['edge'] = edge;
  };
  return combine(
    draggable({
      element: row,
      ...(grip && { dragHandle: grip }),
      getInitialData: () => ({ step: indexOf(row) }),
      onDragStart: () => row.classList.add('dragged'),
      onDrop: () => row.classList.remove('dragged'),
    }),
    dropTargetForElements({
      element: row,
      canDrop: ({ source }) => typeof source.data['step'] === 'number',
      getData: ({ input, element }) =>
        attachClosestEdge({}, { input, element, allowedEdges: ['top', 'bottom'] }),
      onDrag: ({ self, source }) =>
        mark(source.element === row ? null : extractClosestEdge(self.data)),
      onDragLeave: () => mark(null),
      onDrop: ({ self, source }) => {
        mark(null);
        const from = Number(source.data['step']);
        const below = indexOf(row) + (extractClosestEdge(self.data) === 'bottom' ? 1 : 0);
        const to = below > from ? below - 1 : below;
        if (to !== from) onMove(from, to);
      },
    }),
  );
}
