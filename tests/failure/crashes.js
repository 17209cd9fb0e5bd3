// What crashes of the core do, as code for every runtime. The core crashes at bodies of the lengths in
// `trapAt`, and counts its instances: see trapping.ts.

/** A word of an earlier body, which nothing that comes later may hold. */
const marker = 'MARKER';

/**
 * Lets the core crash in each way. Returns, for each way, how the calls ended, how many requests were
 * sent and instances started, whether the verdicts afterwards are those from before, and whether they
 * hold a word of the body.
 *
 * @param {typeof import('identification-chain')} api
 * @param {Readonly<Record<'check' | 'issues' | 'createChain' | 'readResponse', number>>} trapAt
 * @param {object} request
 */
export async function crashReport(api, trapAt, request) {
  const encoder = new TextEncoder();
  const wrong = { ...request, expires_in: '15', [marker]: 1 };

  /** The JSON of a value with spaces, so that it has this length in bytes. */
  const padded = (value, length) => {
    const json = JSON.stringify(value);
    return json + ' '.repeat(length - encoder.encode(json).length);
  };

  const verdicts = () =>
    JSON.stringify(
      [request, { ...request, expires_in: '15' }, {}].map((body) => api.validate(body)),
    );

  let sent = 0;
  let answer = () => Response.json({ id: 'chain-1' }, { status: 201 });
  const chains = api.createClient({
    orgId: 'acme',
    baseUrl: 'https://api.example/v1',
    retry: false,
    fetch: async () => {
      sent += 1;
      return answer();
    },
  });
  const longAnswer = (status) => () =>
    new Response(padded({ id: marker }, trapAt.readResponse), { status });

  /** What an error says, with its causes. Engines word their own errors differently. */
  const said = ({ name, message, stack, cause }) => {
    const text =
      api.isChainError(cause) || cause === undefined
        ? `${name}: ${message}`
        : `${name}: ${message} <- ${cause.name}`;
    if (`${message} ${stack}`.includes(marker)) return `${text}, with ${marker}`;
    return api.isChainError(cause) ? `${text} <- ${said(cause)}` : text;
  };

  /** What a call throws, or returns. */
  const endOf = async (call) => {
    try {
      return await call();
    } catch (error) {
      return said(error);
    }
  };

  const crashes = {
    'a check': () => [endOf(() => api.validate(padded(wrong, trapAt.check)))],
    'two checks in a row': () => [
      endOf(() => api.validate(padded(wrong, trapAt.check))),
      endOf(() => api.validate(padded(wrong, trapAt.check))),
    ],
    'the list of issues, when it is read': () => {
      const report = api.validate(padded(wrong, trapAt.issues));
      return [endOf(() => report.issues), endOf(() => report.errors)];
    },
    'a request': () => [endOf(() => chains.createChain(padded(request, trapAt.createChain)))],
    'the answer to a create': () => {
      answer = longAnswer(201);
      return [endOf(() => chains.createChain(request))];
    },
    'the answer to a close': () => {
      answer = longAnswer(500);
      return [endOf(() => chains.closeChain('chain-1'))];
    },
    'the warnings of a chain that was created': async () => {
      const created = await chains.createChain(padded(request, trapAt.issues));
      return [endOf(() => created.id), endOf(() => created.warnings)];
    },
    'a check, while a call waits for its answer': () => {
      const { promise, resolve } = withResolvers();
      answer = () => promise;
      const call = endOf(async () => (await chains.createChain(request)).id);
      const crash = endOf(() => api.validate(padded(wrong, trapAt.check)));
      resolve(Response.json({ id: 'chain-2' }, { status: 201 }));
      return [crash, call];
    },
  };

  const report = {};
  for (const [name, crash] of Object.entries(crashes)) {
    const before = verdicts();
    const from = globalThis.coreInstances;
    sent = 0;
    answer = () => Response.json({ id: 'chain-1' }, { status: 201 });
    const ends = await Promise.all(await crash());
    const after = verdicts();
    report[name] = {
      ends,
      sent,
      started: globalThis.coreInstances - from,
      isSame: after === before,
      holdsBody: after.includes(marker),
    };
  }
  return report;
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
