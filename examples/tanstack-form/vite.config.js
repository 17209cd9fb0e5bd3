// Builds and serves the page. The gateway is at the same origin, so that it gets the session's cookie.

import { defineConfig } from 'vite';

const proxy = { '/api': { target: process.env.GATEWAY_URL ?? 'http://127.0.0.1:8080' } };

export default defineConfig({
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
});
