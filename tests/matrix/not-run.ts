// Environments that users have and the matrix cannot run, with the reason and what is known.

/** The last rows of the README's table. */
export const notRun: readonly { readonly name: string; readonly verdict: string }[] = [
  {
    name: 'React Native',
    verdict:
      'not run: needs a phone or its emulator. Its bundler and engine, Metro and Hermes, are run for the checks, which are JavaScript there',
  },
  {
    name: 'Fastly Compute',
    verdict:
      'not run: its tools come from a host of their own. Its JavaScript has no WebAssembly within WebAssembly; identification-chain/fallback needs none',
  },
  {
    name: 'deno compile',
    verdict:
      'not run: what it puts a program into comes from a host of its own. bun build --compile is run',
  },
  {
    name: 'A deployed worker of Cloudflare or Vercel',
    verdict: 'not run: needs an account. Their runtimes are run here: workerd, edge-runtime',
  },
  {
    name: 'Safari',
    verdict: 'not run: needs a Mac. Its engine is run here: WebKitGTK',
  },
];
