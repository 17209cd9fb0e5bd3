// Adds a chain to the timeline that was created elsewhere.

import { useSignal } from '@preact/signals';
import { loadChains } from './lazy.ts';

export function Known() {
  const id = useSignal('');
  return (
    <form
      class="known"
      onSubmit={async (event) => {
        event.preventDefault();
        const chainId = id.value.trim();
        if (chainId === '') return;
        const chains = await loadChains();
        if (chains === undefined) return;
        id.value = '';
        await chains.follow(chainId);
      }}
    >
      <label>
        <span>Follow a chain by its id</span>
        <input
          value={id}
          autocomplete="off"
          spellcheck={false}
          placeholder="3fa85f64-5717-4562-b3fc-2c963f66afa6"
          onInput={({ currentTarget }) => {
            id.value = currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="button">
        Follow
      </button>
    </form>
  );
}
