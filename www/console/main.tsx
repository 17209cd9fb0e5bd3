// Starts the console.

import { render } from 'preact';
import { App } from './app.tsx';
import { loadChainsSoon } from './follow/lazy.ts';

const root = document.getElementById('app');
if (root) render(<App />, root);
loadChainsSoon();
