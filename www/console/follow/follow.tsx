// The right side of the page: what was sent, and what became of it.

export function Follow() {
  return (
    <section class="pane" aria-labelledby="follow-title">
      <h2 id="follow-title">Chains</h2>
    </section>
  );
}
