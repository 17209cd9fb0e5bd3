// What a row of the matrix is: a tool, and a tiny project in which it uses the packed package.

/** A runtime, a bundler, a test runner or a compiler, and one way to import the package in it. */
export interface Environment {
  /** Its row's name: `Deno`, `Vite 8, production`. */
  readonly name: string;
  /** How it imports the package: `import`, `require`, `script type=module` … */
  readonly style: string;
  /** Whether `make test` runs it. */
  readonly core: boolean;
  /**
   * Installs, runs the job and returns what it said, with the tool's version.
   *
   * @throws {NotRun} where this machine lacks what it takes.
   */
  run(context: MatrixContext): Promise<EnvironmentResult>;
}

/** What an environment is given. */
export interface MatrixContext {
  /** The absolute path of the packed package. */
  readonly tarball: string;
  /** The sandbox's API base: `http://127.0.0.1:PORT/v1`. */
  readonly baseUrl: string;
  /** The absolute path of the folder for the projects. */
  readonly folder: string;
}

/** What came of an environment. */
export interface EnvironmentResult {
  /** The tool's version, in full. */
  readonly version: string;
  /** What `doTheJob` of tests/support/job.js returned. */
  readonly result: unknown;
  /**
   * Milliseconds from the start of the runtime's own clock to the first checked request: of a route,
   * from the start of its server. None where that clock stands still.
   */
  readonly firstRequest?: number;
}

/** An environment cannot be run on this machine; the message says why. */
export class NotRun extends Error {
  override readonly name = 'NotRun';
}
