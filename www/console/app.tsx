// The page: the draft and its check at the left, what was sent at the right.

import { Build } from './build/build.tsx';
import { Follow } from './follow/follow.tsx';
import { Header } from './header.tsx';

export function App() {
  return (
    <>
      <Header />
      <main class="panes">
        <Build />
        <Follow />
      </main>
    </>
  );
}
