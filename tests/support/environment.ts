// A row of the matrix: a tool, and a small project in which the tool uses the packed package.

/** A runtime, a bundler, a test runner or a compiler, and one way to import the package in it. */
export interface Environment {
  /** The name of the row: `Deno`, `Vite 8, production`. */
  readonly name: string;
  /** How it imports the package: `import`, `require`, `script type=module` … */
  readonly style: string;
  /** Whether `make test` runs it. */
  readonly core: boolean;
  /**
   * Installs the project, runs the job and returns its result, with the tool's version.
   *
   * @throws {NotRun} when this machine cannot run it.
   */
  run(context: MatrixContext): Promise<EnvironmentResult>;
}

/** The context in which an environment runs. */
export interface MatrixContext {
  /** The absolute path of the packed package. */
  readonly tarball: string;
  /** The sandbox's API base: `http://127.0.0.1:PORT/v1`. */
  readonly baseUrl: string;
  /** The absolute path of the folder for the projects. */
  readonly folder: string;
}

/** The result of an environment. */
export interface EnvironmentResult {
  /** The tool's full version. */
  readonly version: string;
  /** The result of `doTheJob` in tests/support/job.js. */
  readonly result: unknown;
  /**
   * Milliseconds from the start of the runtime's clock to the first checked request. For a route, the
   * clock starts with its server. Absent when the clock does not advance.
   */
  readonly firstRequest?: number;
}

/** This machine cannot run an environment. The message gives the reason. */
export class NotRun extends Error {
  override readonly name = 'NotRun';
}
