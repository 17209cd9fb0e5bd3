// One HTTP exchange: the answer, the request, and the request as code to copy.

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { urlOf } from '../connection/connection.ts';
import { Body, Code } from './code.tsx';
import { Copy } from './copy.tsx';
import { type Exchange, exchanges, type Header } from './exchanges.ts';
import { durationText } from './format.ts';
import { clientCodeOf, curlOf, fetchOf } from './snippets.ts';
import type { Attempt, Entry } from './timeline.ts';

const tabs = ['Answer', 'Request', 'curl', 'fetch', 'Client'] as const;
type Tab = (typeof tabs)[number];

/** The exchange of an attempt. */
export function ExchangeView({ entry, attempt }: { entry: Entry; attempt: Attempt }) {
  const tab = useSignal<Tab>('Answer');
  const exchange = exchanges.value.get(attempt.exchange);
  if (exchange === undefined) {
    return (
      <p class="exchange-gone">
        The exchange is not shown any more. It held personal data, so it was in memory only, and the
        page was reloaded since.
      </p>
    );
  }
  const choose = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = tabs[(tabs.indexOf(tab.value) + step + tabs.length) % tabs.length] ?? 'Answer';
    tab.value = next;
    document.getElementById(idOf(entry, next))?.focus();
  };
  return (
    <section class="exchange" aria-label={`Exchange of attempt ${attempt.attempt}`}>
      <p class="exchange-line">
        <span class="method">{exchange.method}</span>
        <span class="exchange-url">{breakable(exchange.url)}</span>
      </p>
      <div class="tabs" role="tablist" aria-label="Parts of the exchange" onKeyDown={choose}>
        {tabs.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={idOf(entry, name)}
            aria-selected={tab.value === name}
            aria-controls={`${entry.name}-part`}
            tabIndex={tab.value === name ? 0 : -1}
            onClick={() => {
              tab.value = name;
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${entry.name}-part`}
        aria-labelledby={idOf(entry, tab.value)}
        class="exchange-part"
      >
        <Part tab={tab.value} exchange={exchange} entry={entry} attempt={attempt} />
      </div>
    </section>
  );
}

/** A URL that breaks between its segments. */
function breakable(url: string): ComponentChildren {
  return url.split(/(?<=[^/]\/)/).map((segment) => (
    <>
      {segment}
      <wbr />
    </>
  ));
}

function idOf(entry: Entry, tab: Tab): string {
  return `${entry.name}-${tab}`;
}

interface PartProps {
  readonly tab: Tab;
  readonly exchange: Exchange;
  readonly entry: Entry;
  readonly attempt: Attempt;
}

function Part({ tab, exchange, entry, attempt }: PartProps) {
  switch (tab) {
    case 'Answer':
      return <AnswerPart exchange={exchange} attempt={attempt} />;
    case 'Request':
      return (
        <>
          <Headers headers={exchange.headers} />
          {exchange.body === '' ? (
            <p class="exchange-none">The request has no body.</p>
          ) : (
            <Body text={exchange.body} label="Body of the request" />
          )}
        </>
      );
    default:
      return <Snippet tab={tab} exchange={exchange} entry={entry} attempt={attempt} />;
  }
}

function AnswerPart({ exchange: { answer }, attempt }: { exchange: Exchange; attempt: Attempt }) {
  if (answer === undefined) {
    return (
      <p class="exchange-none">
        {attempt.failure === undefined && attempt.status === undefined
          ? 'Waiting for the answer…'
          : 'No answer came.'}
      </p>
    );
  }
  return (
    <>
      <p class="exchange-status">
        <Status status={answer.status} />
        {attempt.duration === undefined
          ? 'The answer did not reach the page.'
          : `after ${durationText(attempt.duration)}`}
      </p>
      <Headers headers={answer.headers} />
      {answer.body === '' ? (
        <p class="exchange-none">The answer has no body.</p>
      ) : (
        <Body text={answer.body} label="Body of the answer" />
      )}
    </>
  );
}

/** A status in the colour of its class. */
export function Status({ status }: { status: number }) {
  const tone = status < 300 ? 'good' : status === 409 || status < 400 ? 'odd' : 'bad';
  return <span class={`chip chip-${tone}`}>{status}</span>;
}

function Headers({ headers }: { headers: readonly Header[] }) {
  return (
    <dl class="headers">
      {headers.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Snippet({ tab, exchange, entry, attempt }: PartProps) {
  const { operation } = attempt;
  const { connection, chainId, key } = entry;
  const url = urlOf(connection);
  const text =
    tab === 'curl'
      ? curlOf(exchange)
      : tab === 'fetch'
        ? fetchOf(exchange)
        : clientCodeOf(exchange, { operation, connection, url, chainId, key });
  return (
    <>
      <div class="snippet-top">
        <p>
          {connection.kind === 'page'
            ? 'The gateway in this page has no address: put that of yours in place of gateway.example.'
            : 'It sends the same request again.'}
        </p>
        <Copy text={text} of="the code" wide />
      </div>
      <Code text={text} label={`The request as ${tab}`} />
    </>
  );
}
