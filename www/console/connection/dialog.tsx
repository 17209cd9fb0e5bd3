// The button that shows the connection, and the dialog in which it is chosen.

import { useRef, useState } from 'preact/hooks';
import { announcement } from '../follow/timeline.ts';
import { Icon } from '../icon.tsx';
import { aboutOf, connection, nameOf, needsToken } from './connection.ts';

type Loaded = typeof import('./form.tsx');

export function ConnectionButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [loaded, setLoaded] = useState<Loaded | undefined>(undefined);
  const to = connection.value;
  const open = async () => {
    try {
      setLoaded(await import('./form.tsx'));
      dialog.current?.showModal();
    } catch {
      announcement.value = 'This part of the page did not load. Reload it when its server answers.';
    }
  };
  return (
    <>
      <button type="button" class="connection" aria-haspopup="dialog" onClick={open}>
        <span class={`dot ${needsToken.value ? 'dot-odd' : ''}`} />
        <span class="connection-about">{aboutOf(to)}</span>
        <b>{needsToken.value ? 'Enter the token' : nameOf(to)}</b>
        <Icon name="chevron" />
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby="connection-title">
        {loaded && <loaded.ConnectionForm close={() => dialog.current?.close()} />}
      </dialog>
    </>
  );
}
