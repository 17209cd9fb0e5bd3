// The steps of the chain: add, remove, and move them by buttons or by dragging.

import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { announce } from './announce.ts';
import { lists, nameOfValue } from './contract.ts';
import { CheckField, Group, SelectField, StepNote, useAt } from './fields.tsx';
import {
  addStep,
  changeType,
  leave,
  moveStep,
  pointerTo,
  removeStep,
  stepIds,
  stepPath,
  textAt,
} from './form.ts';

/** How many rows are rendered at once. The rest follows, frame by frame. */
const batchSize = 20;

const stepTypes = lists['identification_type'] ?? [];

/** The name of a step for people. */
function nameOfStep(index: number): string {
  return nameOfValue(textAt([...stepPath(index), 'identification_type']) ?? '') || 'no type';
}

export function Sequence() {
  const list = useRef<HTMLOListElement>(null);
  const rendered = useSignal(batchSize);
  const ids = useComputed(() => stepIds.value.slice(0, rendered.value));
  useSignalEffect(() => {
    if (rendered.value >= stepIds.value.length) return;
    requestAnimationFrame(() => {
      rendered.value += batchSize;
    });
  });
  useDragging(list);

  const focus = (index: number, selector: string) => {
    requestAnimationFrame(() => {
      const row = list.current?.children[index];
      row?.querySelector<HTMLElement>(selector)?.focus();
    });
  };
  const move = (from: number, to: number, selector: string) => {
    const count = stepIds.peek().length;
    if (to < 0 || to >= count) return;
    announce(`Step ${from + 1}, ${nameOfStep(from)}, moved to position ${to + 1} of ${count}`);
    moveStep(from, to);
    focus(to, selector);
  };
  const drop = (index: number) => {
    const name = nameOfStep(index);
    removeStep(index);
    const count = stepIds.peek().length;
    announce(`Step ${index + 1}, ${name}, removed. ${count} left`);
    if (count > 0) focus(Math.min(index, count - 1), 'select');
    else document.getElementById(`add-${stepTypes[0]}`)?.focus();
  };

  return (
    <Group path={['sequence']} legend="Sequence" subject="list" type="array">
      {stepIds.value.length === 0 && (
        <p class="empty">No steps yet. Add the first: the person does the steps in this order.</p>
      )}
      <ol class="steps" ref={list}>
        {ids.value.map((id, index) => (
          <Step key={id} index={index} onMove={move} onRemove={drop} />
        ))}
      </ol>
      <div class="add">
        {stepTypes.map((type) => (
          <button
            key={type}
            id={`add-${type}`}
            type="button"
            class="button"
            onClick={() => {
              addStep(type);
              const count = stepIds.peek().length;
              rendered.value = Math.max(rendered.peek(), count);
              announce(`Step ${count}, ${nameOfValue(type)}, added`);
              focus(count - 1, 'select');
            }}
          >
            <Icon name="plus" />
            {nameOfValue(type)}
          </button>
        ))}
      </div>
    </Group>
  );
}

interface StepOptions {
  readonly index: number;
  readonly onMove: (from: number, to: number, selector: string) => void;
  readonly onRemove: (index: number) => void;
}

function Step({ index, onMove, onRemove }: StepOptions) {
  const path = stepPath(index);
  const pointer = pointerTo(path);
  const isLast = useComputed(() => index === stepIds.value.length - 1);
  const type = useAt([...path, 'identification_type'], textAt).value ?? '';
  const name = nameOfValue(type) || 'no type';
  return (
    <li class="step" data-path={pointer} data-step={index}>
      <fieldset
        onFocusOut={({ currentTarget, relatedTarget }) => {
          if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget)))
            leave(path);
        }}
      >
        <legend class="hidden">
          Step {index + 1}, {name}
        </legend>
        <div class="step-head">
          <span class="grip" title="Drag to move">
            <Icon name="grip" />
          </span>
          <span class="number" aria-hidden="true">
            {index + 1}
          </span>
          <SelectField
            path={[...path, 'identification_type']}
            label="Step type"
            onChoose={(chosen) => changeType(index, chosen)}
          />
          <div class="step-buttons">
            <button
              type="button"
              class="button bare move-up"
              aria-label={`Move step ${index + 1}, ${name}, up`}
              aria-disabled={index === 0}
              onClick={() => onMove(index, index - 1, '.move-up')}
            >
              <Icon name="up" />
            </button>
            <button
              type="button"
              class="button bare move-down"
              aria-label={`Move step ${index + 1}, ${name}, down`}
              aria-disabled={isLast}
              onClick={() => onMove(index, index + 1, '.move-down')}
            >
              <Icon name="down" />
            </button>
            <button
              type="button"
              class="button bare danger"
              aria-label={`Remove step ${index + 1}, ${name}`}
              onClick={() => onRemove(index)}
            >
              <Icon name="remove" />
            </button>
          </div>
        </div>
        <StepNote path={path} />
        <StepDetails index={index} type={type} />
      </fieldset>
    </li>
  );
}

function StepDetails({ index, type }: { index: number; type: string }) {
  const otp = [...stepPath(index), 'otp_step'];
  const channel = [...otp, 'channel'];
  const provided = [...stepPath(index), 'identity_document_step'];
  if (type === 'OTP') {
    return (
      <div class="step-body" data-path={pointerTo(otp)}>
        <StepNote path={otp} />
        <StepNote path={channel} />
        <div class="row">
          <SelectField path={[...channel, 'type']} label="Channel" />
          <SelectField path={[...otp, 'two_factor_type']} label="Second factor" isOptional />
        </div>
        <CheckField
          path={[...channel, 'external']}
          label="External: another system sends the code"
        />
      </div>
    );
  }
  if (type === 'IDENTITY_DOCUMENT') {
    return (
      <div class="step-body" data-path={pointerTo(provided)}>
        <StepNote path={provided} />
        <SelectField path={[...provided, 'provider_type']} label="Provider" isOptional />
      </div>
    );
  }
  return null;
}

/** Loads the code for dragging when a pointer comes near, and connects the rows to it. */
function useDragging(list: { readonly current: HTMLOListElement | null }): void {
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    let stop = () => {};
    const start = async () => {
      const { makeSortable } = await import('./drag.ts');
      stop = makeSortable(element, (from, to) => {
        const count = stepIds.peek().length;
        announce(`Step ${from + 1}, ${nameOfStep(from)}, moved to position ${to + 1} of ${count}`);
        moveStep(from, to);
      });
    };
    element.addEventListener('pointerenter', start, { once: true });
    return () => {
      element.removeEventListener('pointerenter', start);
      stop();
    };
  }, [list]);
}
