// The left side of the page: the draft of a request, and its check.

import { draft, report } from '../state/draft.ts';

export function Build() {
  return (
    <section class="pane" aria-labelledby="build-title">
      <h2 id="build-title">Build</h2>
      <label for="json">Request, as JSON</label>
      <textarea
        id="json"
        spellcheck={false}
        value={draft}
        onInput={({ currentTarget }) => {
          draft.value = currentTarget.value;
        }}
      />
      <p>{report.value.errors} errors</p>
    </section>
  );
}
