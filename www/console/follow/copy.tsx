// A button that copies a text.

import { useSignal } from '@preact/signals';
import { Icon } from '../icon.tsx';
import { announcement } from './timeline.ts';

/** @param of what it copies, for its name: "Copy the id". */
export function Copy({ text, of, wide }: { text: string; of: string; wide?: boolean }) {
  const isCopied = useSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      isCopied.value = true;
      setTimeout(() => {
        isCopied.value = false;
      }, 1_500);
      announcement.value = 'Copied.';
    } catch {
      announcement.value = 'The browser does not allow to copy. Select the text instead.';
    }
  };
  return (
    <button
      type="button"
      class={wide ? 'button small' : 'button bare'}
      aria-label={`Copy ${of}`}
      title={`Copy ${of}`}
      onClick={copy}
    >
      <Icon name={isCopied.value ? 'good' : 'copy'} />
      {wide && <span>{isCopied.value ? 'Copied' : 'Copy'}</span>}
    </button>
  );
}
