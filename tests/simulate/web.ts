// `Request` and `Response` for a life: bodies of bytes that are there, or that a network delivers. The
// platform's own take most of the time of a life, and wait on its threads.

/** Returns the next part of a body, `undefined` at its end. It rejects if the body breaks off. */
export type Source = () => Promise<Uint8Array<ArrayBuffer> | undefined>;

type BodyLike = string | Uint8Array<ArrayBuffer> | ArrayBuffer | Stream | null | undefined;

/** A body as a stream: what the client, the gateway and the sandbox use of a `ReadableStream`. */
export class Stream {
  readonly #source: Source;
  /** All bytes, if they are there. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
  isUsed = false;

  constructor(source: Source, bytes?: Uint8Array<ArrayBuffer>) {
    this.#source = source;
    this.bytes = bytes;
  }

  static of(bytes: Uint8Array<ArrayBuffer>): Stream {
    let isRead = bytes.length === 0;
    return new Stream(async () => {
      if (isRead) return undefined;
      isRead = true;
      return bytes;
    }, bytes);
  }

  getReader() {
    if (this.isUsed) throw new TypeError('the body was read before');
    this.isUsed = true;
    return {
      read: async () => {
        const value = await this.#source();
        return { value, done: value === undefined };
      },
      cancel: async () => {},
      releaseLock: () => {},
    };
  }

  async collect(): Promise<Uint8Array<ArrayBuffer>> {
    const reader = this.getReader();
    let whole = new Uint8Array();
    for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
      whole = whole.length === 0 ? part.value : joined(whole, part.value);
    }
    return whole;
  }
}

function joined(start: Uint8Array, end: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(start.length + end.length);
  bytes.set(start);
  bytes.set(end, start.length);
  return bytes;
}

function streamOf(body: BodyLike): Stream | null {
  if (body === null || body === undefined) return null;
  if (body instanceof Stream) return body;
  if (typeof body === 'string') return Stream.of(new TextEncoder().encode(body));
  return Stream.of(new Uint8Array(body instanceof ArrayBuffer ? body : body.slice()));
}

class Message {
  readonly headers: Headers;
  readonly body: Stream | null;

  constructor(headers: HeadersInit | undefined, body: BodyLike) {
    this.headers = new Headers(headers);
    this.body = streamOf(body);
    if (typeof body === 'string' && !this.headers.has('Content-Type')) {
      this.headers.set('Content-Type', 'text/plain;charset=UTF-8');
    }
  }

  get bodyUsed(): boolean {
    return this.body?.isUsed ?? false;
  }

  /** The bytes of a body that was not read, if they are there. */
  get bytesNow(): Uint8Array<ArrayBuffer> | undefined {
    return this.body === null ? new Uint8Array() : this.body.bytes;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteLength } = await this.#collect();
    return buffer.byteLength === byteLength ? buffer : buffer.slice(0, byteLength);
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.#collect());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async #collect(): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.body?.collect()) ?? new Uint8Array();
  }

  protected copyOfBody(): Uint8Array<ArrayBuffer> | null {
    if (this.body === null) return null;
    if (this.body.bytes === undefined || this.bodyUsed) throw new TypeError('cannot be cloned');
    return this.body.bytes;
  }
}

interface RequestFacts {
  readonly method?: string;
  readonly headers?: HeadersInit;
  readonly body?: BodyLike;
  readonly signal?: AbortSignal | null;
}

const neverAborted = new AbortController().signal;

export class SimulatedRequest extends Message {
  readonly url: string;
  readonly method: string;
  readonly signal: AbortSignal;

  constructor(input: SimulatedRequest | string | URL, init: RequestFacts = {}) {
    const from = input instanceof SimulatedRequest ? input : undefined;
    super(init.headers ?? from?.headers, init.body ?? from?.body);
    this.url = from?.url ?? new URL(input as string).href;
    this.method = init.method ?? from?.method ?? 'GET';
    this.signal = init.signal ?? from?.signal ?? neverAborted;
  }

  clone(): SimulatedRequest {
    return new SimulatedRequest(this.url, { ...this.#facts(), body: this.copyOfBody() });
  }

  #facts(): RequestFacts {
    const { method, headers, signal } = this;
    return { method, headers, signal };
  }
}

interface ResponseFacts {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: HeadersInit;
}

export class SimulatedResponse extends Message {
  readonly status: number;
  readonly statusText: string;
  readonly url = '';

  constructor(body?: BodyLike, { status = 200, statusText = '', headers }: ResponseFacts = {}) {
    super(headers, body);
    this.status = status;
    this.statusText = statusText;
  }

  static json(value: unknown, init: ResponseFacts = {}): SimulatedResponse {
    const headers = new Headers(init.headers);
    if (!headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
    return new SimulatedResponse(JSON.stringify(value), { ...init, headers });
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  clone(): SimulatedResponse {
    const { status, statusText, headers } = this;
    return new SimulatedResponse(this.copyOfBody(), { status, statusText, headers });
  }
}

/** A body that arrives in parts. */
export class Pipe {
  readonly #parts: Uint8Array<ArrayBuffer>[] = [];
  #end: { readonly error: Error | undefined } | undefined;
  #wake: (() => void) | undefined;

  readonly stream = new Stream(async () => {
    for (;;) {
      const part = this.#parts.shift();
      if (part !== undefined) return part;
      if (this.#end?.error !== undefined) throw this.#end.error;
      if (this.#end !== undefined) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  });

  push(part: Uint8Array<ArrayBuffer>): void {
    this.#parts.push(part);
    this.#wake?.();
  }

  /** Ends the body, with an error if it breaks off. */
  end(error?: Error): void {
    this.#end ??= { error };
    this.#wake?.();
  }
}

/** The text of a body that is there and was not read. */
export function bodyTextOf(message: SimulatedRequest | SimulatedResponse): string {
  return new TextDecoder().decode(message.bytesNow);
}
