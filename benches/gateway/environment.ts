// What the workers of the benchmark get from their configuration, and what they have in common.

/** The bindings of a worker. */
export interface Environment {
  /** The URL of the API, with its path. */
  readonly API: string;
  /** The credential of the API. */
  readonly TOKEN: string;
}

/** The path of the API before `/orgs`. The workers have none. */
export const apiPath = '/v1';

/** The user's own token. */
export const userToken = 'Bearer user';

/** The path of a create, at a worker. */
export const createPath = '/orgs/acme/identifications/chain';

/** The headers of a request to the API, as teams write them. */
export function headersFor({ headers }: Request, { TOKEN }: Environment): Record<string, string> {
  return {
    Authorization: `Bearer ${TOKEN}`,
    'Content-Type': headers.get('Content-Type') ?? '',
    'User-Agent': headers.get('User-Agent') ?? '',
  };
}
