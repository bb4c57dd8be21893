/**
 * The one error class and the exit codes of the program.
 *
 * Findings about data are issues (`issue.ts`), never exceptions; an `EgdiError` means that the work itself
 * cannot go on. Owned by model/, which imports nothing.
 */

/** Exit codes of every command; the README shows the same table. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  dataRefused: 3,
  reconciliationFailed: 4,
  stale: 5,
  differences: 6,
  databaseUnavailable: 7,
  locked: 75,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface EgdiErrorOptions {
  readonly exitCode?: ExitCode;
  /** What the reader of the message can do about it. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** An error with a stable code (`lock-held`), the exit code it leads to and, where there is one, a remedy. */
export class EgdiError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: EgdiErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'EgdiError';
    this.code = code;
    this.exitCode = options.exitCode ?? EXIT.unexpected;
    this.hint = options.hint;
  }
}
