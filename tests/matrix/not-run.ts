// Environments that users have and the matrix cannot run, with the reason and what is known.

/** The last table of docs/platforms.md. */
export const notRun: readonly { readonly name: string; readonly reason: string }[] = [
  {
    name: 'React Native',
    reason:
      'Needs a phone or its emulator. Its bundler and engine, Metro and Hermes, are run for the checks, which are JavaScript there.',
  },
  {
    name: 'Fastly Compute',
    reason:
      'Its tools come from a host of their own. Its JavaScript has no WebAssembly within WebAssembly; identification-chain/fallback needs none.',
  },
  {
    name: 'deno compile',
    reason: 'What it puts a program into comes from a host of its own. bun build --compile is run.',
  },
  {
    name: 'A deployed worker of Cloudflare or Vercel',
    reason: 'Needs an account. Their runtimes are run here: workerd, edge-runtime.',
  },
  {
    name: 'Safari',
    reason: 'Needs a Mac. Its engine is run here: WebKitGTK.',
  },
];
