// One chain of the timeline: what it is, what can be done, and what happened.

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { connect, connection, isSame, nameOf } from '../connection/connection.ts';
import { Icon } from '../icon.tsx';
import { askAgain, cancel, close, forget, read, running, settle, stop } from './actions.ts';
import { Copy } from './copy.tsx';
import { ExchangeView, Status } from './exchange.tsx';
import { distanceOf, durationText, momentOf, now } from './format.ts';
import {
  type Attempt,
  type Entry,
  type Happening,
  opened,
  type State,
  type Tone,
} from './timeline.ts';

/** The state of an entry now: a chain expires by itself. */
function presentState({ state, expiresAt = Number.POSITIVE_INFINITY }: Entry): State {
  return state === 'open' && now.value >= expiresAt ? 'expired' : state;
}

const chips: Readonly<Record<State, readonly [word: string, tone: Tone | 'busy']>> = {
  sending: ['Sending', 'busy'],
  open: ['Open', 'good'],
  cancelled: ['Cancelled', 'plain'],
  closed: ['Closed', 'plain'],
  finished: ['Finished', 'good'],
  expired: ['Expired', 'plain'],
  unknown: ['Unknown', 'odd'],
  'not-created': ['Not created', 'bad'],
  exists: ['Exists', 'plain'],
  gone: ['Gone', 'plain'],
};

export function EntryView({ entry }: { entry: Entry }) {
  const { name, chainId, startedAt } = entry;
  const isOpen = opened.value === name;
  const [word, tone] = chips[presentState(entry)];
  const top = useRef<HTMLButtonElement>(null);
  const { state } = entry;
  const before = useRef(state);
  useLayoutEffect(() => {
    // The button that ended the chain is gone, and the focus with it.
    if (before.current !== state && document.activeElement === document.body) top.current?.focus();
    before.current = state;
  }, [state]);
  return (
    <li class={`entry ${isOpen ? 'entry-open' : ''}`}>
      <h3>
        <button
          ref={top}
          type="button"
          class="entry-top"
          aria-expanded={isOpen}
          onClick={() => {
            opened.value = isOpen ? undefined : name;
          }}
        >
          <Icon name="chevron" />
          <span class={`chip chip-${tone}`}>{word}</span>
          <span class="entry-id">{chainId ?? 'no id'}</span>
          <time dateTime={new Date(startedAt).toISOString()}>{momentOf(startedAt)}</time>
        </button>
      </h3>
      {isOpen && (
        <div class="entry-body">
          <Facts entry={entry} />
          <Actions entry={entry} />
          <Happenings entry={entry} />
        </div>
      )}
    </li>
  );
}

function Facts({ entry }: { entry: Entry }) {
  const { chainId, key, createdAt, expiresAt, connection: to } = entry;
  return (
    <dl class="chain-facts">
      {chainId !== undefined && (
        <div>
          <dt>Id</dt>
          <dd class="fact-code">
            <span>{chainId}</span>
            <Copy text={chainId} of="the id" />
          </dd>
        </div>
      )}
      {key !== undefined && (
        <div>
          <dt>Key</dt>
          <dd class="fact-code">
            <span>{key}</span>
            <Copy text={key} of="the idempotency key" />
          </dd>
        </div>
      )}
      {createdAt !== undefined && (
        <div>
          <dt>Created</dt>
          <dd>{momentOf(createdAt)}</dd>
        </div>
      )}
      {expiresAt !== undefined && (
        <div>
          <dt>{expiresAt > now.value ? 'Expires' : 'Expired'}</dt>
          <dd>
            {momentOf(expiresAt)} <span class="soft">({distanceOf(expiresAt)})</span>
          </dd>
        </div>
      )}
      <div>
        <dt>Through</dt>
        <dd>{nameOf(to)}</dd>
      </div>
    </dl>
  );
}

/** What may be done next, as buttons. */
function Actions({ entry }: { entry: Entry }) {
  const { name } = entry;
  const operation = running.value.get(name);
  if (operation !== undefined) {
    return (
      <div class="actions">
        <span class="waiting">Waiting for the answer…</span>
        <button type="button" class="button" onClick={() => stop(name)}>
          Stop waiting
        </button>
      </div>
    );
  }
  if (!isSame(entry.connection, connection.value) && entry.state !== 'gone') {
    const to = entry.connection;
    return (
      <div class="actions">
        <button type="button" class="button" onClick={() => connect(to)}>
          Connect to {nameOf(to)}
        </button>
        <span class="soft">It was sent there, so only there it can be changed.</span>
      </div>
    );
  }
  switch (presentState(entry)) {
    case 'open':
    case 'exists':
      return <OpenActions name={name} />;
    case 'unknown':
      return <UnknownActions entry={entry} />;
    case 'not-created':
    case 'gone':
      return (
        <div class="actions">
          <Forget name={name} />
        </div>
      );
    case 'sending':
      return null;
    default:
      return (
        <div class="actions">
          <ReadStatus name={name} />
          <span class="soft">This state is final.</span>
        </div>
      );
  }
}

function OpenActions({ name }: { name: string }) {
  const isCancelling = useSignal(false);
  const reason = useSignal('');
  const field = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const isShown = isCancelling.value;
  const wasShown = useRef(false);
  useLayoutEffect(() => {
    if (isShown) field.current?.focus();
    else if (wasShown.current) opener.current?.focus();
    wasShown.current = isShown;
  }, [isShown]);
  if (!isShown) {
    return (
      <div class="actions">
        <button
          ref={opener}
          type="button"
          class="button"
          onClick={() => {
            isCancelling.value = true;
          }}
        >
          Cancel…
        </button>
        <button type="button" class="button" onClick={() => close(name)}>
          Close
        </button>
        <ReadStatus name={name} />
      </div>
    );
  }
  return (
    <form
      class="reason"
      onSubmit={(event) => {
        event.preventDefault();
        cancel(name, reason.value);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') isCancelling.value = false;
      }}
    >
      <label>
        Reason, optional
        <input
          ref={field}
          value={reason}
          placeholder="The customer hung up."
          onInput={({ currentTarget }) => {
            reason.value = currentTarget.value;
          }}
        />
      </label>
      <div class="actions">
        <button type="submit" class="button bad">
          Cancel the chain
        </button>
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            isCancelling.value = false;
          }}
        >
          Keep it
        </button>
      </div>
    </form>
  );
}

function UnknownActions({ entry: { name, key, connection: to } }: { entry: Entry }) {
  return (
    <div class="actions">
      {key === undefined ? (
        <Forget name={name} />
      ) : (
        <button type="button" class="button primary" onClick={() => askAgain(name)}>
          <Icon name="again" />
          Ask again with the same key
        </button>
      )}
      {key !== undefined && to.kind === 'page' && (
        <button type="button" class="button" onClick={() => settle(name)}>
          Settle it as the operator
        </button>
      )}
    </div>
  );
}

function ReadStatus({ name }: { name: string }) {
  return (
    <button type="button" class="button quiet" onClick={() => read(name)}>
      Read status
    </button>
  );
}

function Forget({ name }: { name: string }) {
  return (
    <button type="button" class="button quiet" onClick={() => forget(name)}>
      Remove from the list
    </button>
  );
}

function Happenings({ entry }: { entry: Entry }) {
  const shown = useSignal<string | undefined>(undefined);
  const attempts = entry.happenings.filter(({ type }) => type === 'attempt') as Attempt[];
  const selected =
    attempts.find(({ exchange }) => exchange === shown.value) ??
    attempts.findLast(({ operation }) => operation !== 'getChain') ??
    attempts.at(-1);
  return (
    <>
      <ol class="happenings" aria-label="What happened">
        {entry.happenings.map((happening) => (
          <HappeningView
            key={happening.type + happening.at}
            happening={happening}
            isSelected={happening === selected}
            select={(attempt) => {
              shown.value = attempt.exchange;
            }}
          />
        ))}
      </ol>
      {selected !== undefined && (
        <ExchangeView key={selected.exchange} entry={entry} attempt={selected} />
      )}
    </>
  );
}

const operationNames = {
  createChain: 'Create',
  cancelChain: 'Cancel',
  closeChain: 'Close',
  getChain: 'Read status',
  validateChain: 'Validate',
} as const;

const failures = {
  connection: 'no answer',
  timeout: 'no answer in time',
  aborted: 'stopped',
} as const;

interface HappeningProps {
  readonly happening: Happening;
  readonly isSelected: boolean;
  readonly select: (attempt: Attempt) => void;
}

function HappeningView({ happening, isSelected, select }: HappeningProps) {
  switch (happening.type) {
    case 'attempt':
      return (
        <li class="happening happening-attempt">
          <button
            type="button"
            class="attempt"
            aria-pressed={isSelected}
            onClick={() => select(happening)}
          >
            <time>{momentOf(happening.at)}</time>
            <span class="attempt-name">
              {operationNames[happening.operation]}
              {happening.attempt > 1 && `, attempt ${happening.attempt}`}
            </span>
            <AttemptEnd attempt={happening} />
          </button>
        </li>
      );
    case 'retry':
      return (
        <li class="happening happening-retry">
          <time>{momentOf(happening.at)}</time>
          <p>{retryText(happening)}</p>
        </li>
      );
    case 'outcome':
      return (
        <li class={`happening happening-outcome outcome-${happening.tone}`}>
          <time>{momentOf(happening.at)}</time>
          <div>
            <p class="outcome-title">{happening.title}</p>
            {happening.detail && <p>{happening.detail}</p>}
            {happening.next && (
              <p class="outcome-next">
                <b>Next:</b> {happening.next}
              </p>
            )}
          </div>
        </li>
      );
  }
}

function AttemptEnd({ attempt: { status, duration, failure } }: { attempt: Attempt }) {
  if (failure !== undefined) {
    return <span class="chip chip-odd">{failures[failure]}</span>;
  }
  if (status === undefined) return <span class="chip chip-busy">sent</span>;
  return (
    <>
      <Status status={status} />
      {duration !== undefined && <span class="soft">{durationText(duration)}</span>}
    </>
  );
}

/** Why the client tries again, and when. */
function retryText({ reason, status, delay }: Extract<Happening, { type: 'retry' }>): string {
  const when = delay === 0 ? 'at once' : `in ${durationText(delay)}`;
  const why = {
    status: `the answer was ${status}`,
    connection: 'no answer came',
    timeout: 'no answer came in time',
    token: 'the token was refused, and there is a new one',
  }[reason];
  return `The client tries again ${when}, because ${why}.`;
}
