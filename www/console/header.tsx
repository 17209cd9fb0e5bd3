// The top of the page: its name, and where requests go.

import { ConnectionButton } from './connection/dialog.tsx';
import { Icon } from './icon.tsx';

export function Header() {
  return (
    <header class="top">
      <span class="mark">
        <Icon name="chain" />
      </span>
      <h1>Identification chains</h1>
      <ConnectionButton />
    </header>
  );
}
