// What crashes of the core do, as code for every runtime. The core crashes at bodies of the lengths in
// `trapAt`, and counts its instances: see trapping.ts.

/** A word of an earlier body, which nothing that comes later may hold. */
const marker = 'MARKER';

/**
 * Lets the core crash in each way. Returns, for each way, the errors that were thrown, the number of
 * instances that were started, the number of requests that were sent, whether the verdicts afterwards
 * are those from before, and whether anything holds a word of the body.
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

  /** What an error says, with its causes. */
  const facts = (error) => ({
    name: error.name,
    message: error.message,
    isCoreError: api.isCoreError(error),
    isOutcomeUnknown: api.isOutcomeUnknownError(error),
    holdsBody: `${error.message} ${error.stack}`.includes(marker),
    ...(error.cause && { cause: facts(error.cause) }),
  });

  /** The facts of the error of a call, or the result if there is none. */
  const errorOf = async (call) => {
    try {
      return { result: await call() };
    } catch (error) {
      return facts(error);
    }
  };

  const crashes = {
    'a check': () => [errorOf(() => api.validate(padded(wrong, trapAt.check)))],
    'two checks in a row': () => [
      errorOf(() => api.validate(padded(wrong, trapAt.check))),
      errorOf(() => api.validate(padded(wrong, trapAt.check))),
    ],
    'the list of issues, when it is read': () => {
      const report = api.validate(padded(wrong, trapAt.issues));
      return [errorOf(() => report.issues), errorOf(() => [report.errors, report.warnings])];
    },
    'a request': () => [errorOf(() => chains.createChain(padded(request, trapAt.createChain)))],
    'the answer to a create': () => {
      answer = longAnswer(201);
      return [errorOf(() => chains.createChain(request))];
    },
    'the answer to a close': () => {
      answer = longAnswer(500);
      return [errorOf(() => chains.closeChain('chain-1'))];
    },
    'the warnings of a chain that was created': async () => {
      const created = await chains.createChain(padded(request, trapAt.issues));
      return [errorOf(() => created.id), errorOf(() => created.warnings)];
    },
    'a check, while a call waits for its answer': () => {
      const { promise, resolve } = withResolvers();
      answer = () => promise;
      const call = errorOf(async () => (await chains.createChain(request)).id);
      const closed = errorOf(() => chains.closeChain(padded('x', trapAt.check)));
      const crash = errorOf(() => api.validate(padded(wrong, trapAt.check)));
      resolve(Response.json({ id: 'chain-2' }, { status: 201 }));
      return [call, closed, crash];
    },
  };

  const report = {};
  for (const [name, crash] of Object.entries(crashes)) {
    const before = verdicts();
    const from = globalThis.coreInstances;
    sent = 0;
    answer = () => Response.json({ id: 'chain-1' }, { status: 201 });
    const errors = await Promise.all(await crash());
    const after = verdicts();
    report[name] = {
      errors,
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
