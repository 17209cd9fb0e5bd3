// The fields of the form. Each follows one place of the draft, and renders only when that changes.

import { computed, type ReadonlySignal, useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { lists, nameOfValue } from './contract.ts';
import {
  isBlockedAt,
  isContainerAt,
  isTrueAt,
  leave,
  messageAt,
  pointerTo,
  remove,
  type Subject,
  textAt,
  write,
  writeNumber,
} from './form.ts';
import type { Path } from './text.ts';

interface FieldOptions {
  readonly path: Path;
  readonly label: string;
  /** A sentence below the field. */
  readonly hint?: string;
  /** Whether the API takes a request without it. */
  readonly isOptional?: boolean;
  /** The object around it, which goes when nothing else is in it. */
  readonly optionalParent?: Path;
}

/** A computed value that belongs to a path. */
export function useAt<Value>(path: Path, read: (path: Path) => Value): ReadonlySignal<Value> {
  const pointer = pointerTo(path);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pointer is the path, and stays equal.
  return useMemo(() => computed(() => read(path)), [pointer]);
}

/** The message of a field, its id if it has one, and what the field says of it. */
function useMessage(path: Path, subject: Subject) {
  const id = useId();
  const message = useAt(path, (at) => messageAt(at, subject));
  const severity = useComputed(() => message.value?.severity);
  return { id, message, severity };
}

type Message = ReturnType<typeof useMessage>;

/** A message that slides open. It keeps its last text while it closes. */
function Note({ message: { id, message } }: { message: Message }) {
  const { severity: kind, text } = message.value ?? {};
  return (
    <div class="note" data-severity={kind}>
      <p id={id}>
        {kind !== undefined && (
          <>
            <Icon name={kind === 'error' ? 'error' : 'warning'} />
            <span>
              {kind === 'warning' && <span class="hidden">Warning: </span>}
              {text}
            </span>
          </>
        )}
      </p>
    </div>
  );
}

/** The attributes that connect a control with its message and its hint. */
function useDescription(message: Message, hintId: string | undefined) {
  const described = useComputed(
    () => [message.severity.value && message.id, hintId].filter(Boolean).join(' ') || undefined,
  );
  const invalid = useComputed(() => (message.severity.value === 'error' ? 'true' : undefined));
  return { 'aria-describedby': described, 'aria-invalid': invalid };
}

/** Writes what somebody typed. An empty optional field is removed when it is left. */
function input(
  { path, isNumber }: { path: Path; isNumber?: boolean | undefined },
  text: string,
): void {
  if (isNumber && text !== '') writeNumber(path, text);
  else write(path, text);
}

interface TextOptions extends FieldOptions {
  readonly isNumber?: boolean;
  readonly inputMode?: 'text' | 'email' | 'numeric' | 'tel';
  readonly placeholder?: string;
  readonly prefix?: string;
  readonly isCode?: boolean;
  readonly children?: ComponentChildren;
}

export function TextField(options: TextOptions) {
  const {
    path,
    label,
    hint,
    isOptional,
    inputMode = 'text',
    placeholder,
    prefix,
    isCode,
  } = options;
  const id = useId();
  const message = useMessage(path, 'field');
  const value = useAt(path, (at) => textAt(at) ?? '');
  const isBlocked = useAt(path, isBlockedAt);
  const described = useDescription(message, hint && `${id}-hint`);
  return (
    <div class="field" data-path={pointerTo(path)}>
      <Label id={id} label={label} isOptional={isOptional && !options.optionalParent} />
      <div class={prefix ? 'control prefixed' : 'control'} data-prefix={prefix}>
        <input
          id={id}
          class={isCode ? 'code' : undefined}
          type="text"
          inputMode={inputMode}
          autocomplete="off"
          spellcheck={false}
          placeholder={placeholder}
          value={value}
          readOnly={isBlocked}
          {...described}
          onInput={({ currentTarget }) => input(options, currentTarget.value)}
          onBlur={({ currentTarget }) => {
            if (currentTarget.value === '' && (isOptional || options.isNumber)) {
              remove(path, options.optionalParent);
            }
            currentTarget.value = value.peek();
            leave(path);
          }}
        />
      </div>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <Note message={message} />
    </div>
  );
}

interface SelectOptions extends FieldOptions {
  /** The values and their names. Those of the contract's list with the member's name by default. */
  readonly choices?: readonly (readonly [value: string, name: string])[];
  readonly onChoose?: (value: string) => void;
  readonly onFocus?: () => void;
}

export function SelectField(options: SelectOptions) {
  const { path, label, hint, isOptional, choices = choicesOf(path), onFocus } = options;
  const id = useId();
  const message = useMessage(path, 'field');
  const value = useAt(path, (at) => textAt(at) ?? '');
  const isBlocked = useAt(path, isBlockedAt);
  const described = useDescription(message, hint && `${id}-hint`);
  const isListed = useComputed(
    () => value.value === '' || choices.some(([choice]) => choice === value.value),
  );
  const choose = (chosen: string) => {
    if (options.onChoose) options.onChoose(chosen);
    else if (chosen === '') remove(path, options.optionalParent);
    else write(path, chosen);
  };
  return (
    <div class="field" data-path={pointerTo(path)}>
      <Label id={id} label={label} />
      <div class="control select">
        <select
          id={id}
          value={value.value}
          disabled={isBlocked}
          {...described}
          onFocus={onFocus}
          onPointerEnter={onFocus}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
          onBlur={() => leave(path)}
        >
          <option value="">{isOptional ? 'None' : 'Choose…'}</option>
          {!isListed.value && <option value={value.value}>{value.value} (not in the list)</option>}
          {choices.map(([choice, name]) => (
            <option key={choice} value={choice}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <Note message={message} />
    </div>
  );
}

/** The choices of a member with a list in the contract. */
function choicesOf(path: Path): readonly (readonly [string, string])[] {
  return (lists[String(path.at(-1))] ?? []).map((value) => [value, nameOfValue(value)]);
}

export function CheckField({ path, label, hint }: FieldOptions) {
  const id = useId();
  const message = useMessage(path, 'field');
  const isChecked = useAt(path, isTrueAt);
  const isBlocked = useAt(path, isBlockedAt);
  const described = useDescription(message, hint && `${id}-hint`);
  return (
    <div class="field check" data-path={pointerTo(path)}>
      <label for={id}>
        <input
          id={id}
          type="checkbox"
          checked={isChecked}
          disabled={isBlocked}
          {...described}
          onChange={({ currentTarget }) => write(path, currentTarget.checked)}
          onBlur={() => leave(path)}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <Note message={message} />
    </div>
  );
}

function Label({
  id,
  label,
  isOptional,
}: {
  id: string;
  label: string;
  isOptional?: boolean | undefined;
}) {
  return (
    <label for={id}>
      {label}
      {isOptional && <Optional />}
    </label>
  );
}

function Optional() {
  return <span class="optional"> optional</span>;
}

interface GroupOptions {
  readonly path: Path;
  readonly legend: string;
  readonly subject?: Subject;
  readonly type?: 'object' | 'array';
  readonly isMinor?: boolean;
  readonly isOptional?: boolean;
  readonly children: ComponentChildren;
}

/** An object or an array of the draft, as a fieldset. */
export function Group({
  path,
  legend,
  subject = 'field',
  type = 'object',
  isMinor,
  isOptional,
  children,
}: GroupOptions) {
  const message = useMessage(path, subject);
  const isPossible = useAt(path, (at) => isContainerAt(at, type));
  return (
    <fieldset
      class={isMinor ? 'group minor' : 'group'}
      data-path={pointerTo(path)}
      aria-describedby={message.id}
      disabled={!isPossible.value}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) leave(path);
      }}
    >
      <legend>
        {legend}
        {isOptional && <Optional />}
      </legend>
      {!isPossible.value && (
        <p class="hint">The JSON has something else here. Mend it there to use this part.</p>
      )}
      <Note message={message} />
      {children}
    </fieldset>
  );
}

/** The message of a step or of its details, which have no control of their own. */
export function StepNote({ path }: { path: Path }) {
  return <Note message={useMessage(path, 'step')} />;
}
