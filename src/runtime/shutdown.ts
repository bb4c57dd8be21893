/**
 * How the process ends when it is told to. Owns the signal handlers and the broken-pipe handlers of the
 * process; work reads the abort signal between its steps. May import model/.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EgdiError, EXIT } from '../model/error.ts';

export type StopSignal = 'SIGINT' | 'SIGTERM';

/** What is used of `process`; tests hand in their own. */
export interface ShutdownHost {
  on(event: StopSignal, listener: () => void): unknown;
  off(event: StopSignal, listener: () => void): unknown;
  exit(code: number): unknown;
  exitCode?: number | string | null | undefined;
  readonly stdout: BreakableStream;
  readonly stderr: BreakableStream;
}

export interface BreakableStream {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
  off(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

export interface ShutdownOptions {
  readonly host?: ShutdownHost;
  /** Called once, on the first signal; for a word to the user. */
  readonly onStop?: (signal: StopSignal) => void;
  /** How long a graceful stop may take. Containers are killed ten seconds after the signal. */
  readonly graceMs?: number;
  /** Milliseconds that only go forward. */
  readonly monotonicMs?: () => number;
}

export interface Shutdown {
  /** Aborted by the first SIGINT or SIGTERM; its reason is an `EgdiError` with exit code 130 or 143. */
  readonly signal: AbortSignal;
  exitCodeIfInterrupted(): 130 | 143 | undefined;
  /** Takes all handlers off again. */
  dispose(): void;
}

// Ctrl+C under `npm start` arrives twice, from the terminal and from npm; that is still one request.
const REPEAT_WINDOW_MS = 300;

/**
 * Lets the event loop turn once, and throws the reason of `signal` when it is aborted. For the last moment before
 * something that is not taken back: Node hears of a signal between two turns of its loop, and work on the embedded
 * database can go on for long without one.
 */
export async function heedSignal(signal: AbortSignal): Promise<void> {
  await nextTurn();
  signal.throwIfAborted();
}

/**
 * Installs the handlers. The first signal aborts `signal`; a second one, or the end of the grace time,
 * ends the process with 130 or 143. A reader of stdout that went away ends it with the exit code known so
 * far (0 if none): `egdi export | head` is not a failure. A closed stderr is ignored.
 */
export function createShutdown(options: ShutdownOptions = {}): Shutdown {
  const { host = process, onStop, graceMs = 8_000, monotonicMs = () => performance.now() } = options;
  const controller = new AbortController();
  let code: 130 | 143 | undefined;
  let stoppedAtMs = 0;
  let graceTimer: NodeJS.Timeout | undefined;

  function stop(signal: StopSignal): void {
    if (code !== undefined) {
      if (monotonicMs() - stoppedAtMs > REPEAT_WINDOW_MS) host.exit(code);
      return;
    }
    const exitCode = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    code = exitCode;
    stoppedAtMs = monotonicMs();
    graceTimer = setTimeout(() => host.exit(exitCode), graceMs);
    graceTimer.unref();
    onStop?.(signal);
    controller.abort(new EgdiError('interrupted', `stopped by ${signal}`, { exitCode }));
  }

  const onInterrupt = (): void => stop('SIGINT');
  const onTerminate = (): void => stop('SIGTERM');
  const onStdoutError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
    host.exit(Number(host.exitCode ?? EXIT.ok));
  };
  const onStderrError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
  };

  host.on('SIGINT', onInterrupt);
  host.on('SIGTERM', onTerminate);
  host.stdout.on('error', onStdoutError);
  host.stderr.on('error', onStderrError);

  return {
    signal: controller.signal,
    exitCodeIfInterrupted: () => code,
    dispose() {
      clearTimeout(graceTimer);
      host.off('SIGINT', onInterrupt);
      host.off('SIGTERM', onTerminate);
      host.stdout.off('error', onStdoutError);
      host.stderr.off('error', onStderrError);
    },
  };
}
