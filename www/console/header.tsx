// The top of the page: its name, and the settings that hold for all of it.

export function Header() {
  return (
    <header class="top">
      <h1>Identification chains</h1>
    </header>
  );
}
