// The choice of a connection. Loaded when somebody opens it.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { type Connection, connect, connection, tokenOf } from './connection.ts';
import { adviceOf, reach } from './reach.ts';

type Kind = Connection['kind'];

const kinds: readonly { readonly kind: Kind; readonly name: string; readonly about: string }[] = [
  {
    kind: 'server',
    name: 'This server’s gateway',
    about: 'The server of this page holds the credential. This page has none.',
  },
  {
    kind: 'page',
    name: 'In this page',
    about: 'A sandbox and a gateway run in the page. Nothing leaves it, and a reload empties it.',
  },
  {
    kind: 'gateway',
    name: 'A gateway of yours',
    about: 'It holds the credential, and makes a repeated create safe.',
  },
  {
    kind: 'api',
    name: 'An API, without a gateway',
    about: 'For tests. The token is in this page while you work.',
  },
];

/** @param close closes the dialog. */
export function ConnectionForm({ close }: { close: () => void }) {
  const now = connection.value;
  const kind = useSignal<Kind>(now.kind);
  const url = useSignal('url' in now ? now.url : '');
  const orgId = useSignal('orgId' in now ? now.orgId : '');
  const secret = useSignal('');
  const problem = useSignal('');
  const isTrying = useSignal(false);
  const refused = useRef('');

  const submit = async (event: Event) => {
    event.preventDefault();
    const to = chosen(kind.value, url.value.trim(), orgId.value.trim());
    if (typeof to === 'string') {
      problem.value = to;
      return;
    }
    if (to.kind === 'api' && secret.value === '' && tokenOf(to) === '') {
      problem.value = 'Enter the access token. It stays in the memory of this tab.';
      return;
    }
    isTrying.value = true;
    // The second press of the button connects nevertheless.
    const found = refused.current === url.value ? 'answers' : await reach(to);
    isTrying.value = false;
    if (found !== 'answers' && 'url' in to) {
      problem.value = adviceOf(found, to);
      refused.current = url.value;
      return;
    }
    connect(to, to.kind === 'api' || to.kind === 'gateway' ? secret.value : '');
    secret.value = '';
    problem.value = '';
    refused.current = '';
    close();
  };

  const isOwn = kind.value === 'gateway' || kind.value === 'api';
  return (
    <form onSubmit={submit} noValidate>
      <div class="dialog-top">
        <h2 id="connection-title">Where requests go</h2>
        <button type="button" class="button bare" aria-label="Close the dialog" onClick={close}>
          <Icon name="cross" />
        </button>
      </div>
      <fieldset class="kinds">
        <legend class="hidden">Connection</legend>
        {kinds.map((option) => (
          <label key={option.kind} class="kind">
            <input
              type="radio"
              name="kind"
              value={option.kind}
              checked={kind.value === option.kind}
              onChange={() => {
                kind.value = option.kind;
                problem.value = '';
              }}
            />
            <span>
              <b>{option.name}</b>
              <span class="soft">{option.about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {isOwn && (
        <div class="fields">
          <label>
            Base URL
            <input
              type="url"
              value={url}
              spellcheck={false}
              autocomplete="off"
              placeholder={
                kind.value === 'api'
                  ? 'https://api.example/v1'
                  : 'https://shop.example/api/identification'
              }
              onInput={({ currentTarget }) => {
                url.value = currentTarget.value;
              }}
            />
          </label>
          {kind.value === 'api' && (
            <label>
              Organization
              <input
                value={orgId}
                spellcheck={false}
                autocomplete="off"
                onInput={({ currentTarget }) => {
                  orgId.value = currentTarget.value;
                }}
              />
            </label>
          )}
          <label>
            {kind.value === 'api' ? 'Access token' : 'Token, if your gateway asks for one'}
            <input
              type="password"
              value={secret}
              autocomplete="off"
              onInput={({ currentTarget }) => {
                secret.value = currentTarget.value;
              }}
            />
          </label>
          {kind.value === 'api' && (
            <p class="callout">
              An administrator’s token belongs on a server. A gateway keeps it there, and makes a
              repeated create safe. Use a token of a test organization here. This tab keeps it in
              memory until it is reloaded.
            </p>
          )}
          <p class="soft">
            This page sends to that host alone. The host must allow the origin{' '}
            <b>{location.origin}</b> (CORS), and the page’s Content-Security-Policy must allow the
            host.
          </p>
        </div>
      )}
      <div class="dialog-end">
        <p class="dialog-problem" role="alert">
          {problem}
        </p>
        <button type="button" class="button quiet" onClick={close}>
          Cancel
        </button>
        <button type="submit" class="button primary">
          {isTrying.value
            ? 'Asking the server…'
            : refused.current === url.value && isOwn && url.value !== ''
              ? 'Connect anyway'
              : 'Connect'}
        </button>
      </div>
    </form>
  );
}

/** The chosen connection, or what is wrong with it. */
function chosen(kind: Kind, url: string, orgId: string): Connection | string {
  if (kind === 'server' || kind === 'page') return { kind };
  const problem = urlProblem(url);
  if (problem !== undefined) return problem;
  if (kind === 'gateway') return { kind, url };
  return orgId === '' ? 'Enter the name of the organization.' : { kind, url, orgId };
}

function urlProblem(text: string): string | undefined {
  const example = 'Enter an absolute URL, such as https://shop.example/api/identification.';
  if (!URL.canParse(text)) return example;
  const { protocol, username, password, search, hash } = new URL(text);
  if (!/^https?:$/.test(protocol)) return example;
  if (username + password !== '') return 'Remove the user name and the password from the URL.';
  return search + hash === '' ? undefined : 'Remove the query and the fragment from the URL.';
}
