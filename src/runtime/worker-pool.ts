/**
 * Pieces of work on worker threads. Owns the threads: they end with the work, with its first error, or with the abort
 * signal. Results come back in the order of the pieces, so that what is made of them does not depend on who was faster.
 */
import { type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import { EgdiError, type ExitCode } from '../model/error.ts';

export interface WorkerPoolOptions<Piece, Result> {
  /** Module of the worker; it calls `serveWorker`. */
  readonly module: URL;
  /** How many threads at most; never more than pieces. */
  readonly workers: number;
  /** Sent once to every worker. */
  readonly setting: unknown;
  readonly pieces: readonly Piece[];
  readonly signal?: AbortSignal;
  /** Called in the order of the pieces. */
  onResult(result: Result, index: number): void;
}

type Answer<Result> =
  | { readonly index: number; readonly result: Result }
  | { readonly index: number; readonly failure: Failure };

/** What is left of an error on its way between threads. */
interface Failure {
  readonly message: string;
  readonly known: {
    readonly code: string;
    readonly exitCode: ExitCode;
    readonly hint: string | undefined;
  } | null;
}

/**
 * Computes all pieces. Rejects with the first error of a worker (an `EgdiError` keeps its code, exit code and hint) or
 * with the reason of the signal, after all threads have ended.
 */
export async function runOnWorkers<Piece, Result>(options: WorkerPoolOptions<Piece, Result>): Promise<void> {
  const { module, setting, pieces, signal } = options;
  signal?.throwIfAborted();
  const waiting = new Map<number, Result>();
  let delivered = 0;
  let next = 0;
  const threads = Array.from(
    { length: Math.min(Math.max(1, options.workers), pieces.length) },
    () => new Worker(module, { workerData: setting }),
  );
  try {
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      if (threads.length === 0) resolve();
      const give = (thread: Worker): void => {
        if (next >= pieces.length) return;
        thread.postMessage({ index: next, piece: pieces[next] });
        next += 1;
      };
      for (const thread of threads) {
        thread.on('error', reject);
        thread.on('exit', (code) =>
          reject(new Error(`a worker ended with ${code} before its work was done`)),
        );
        thread.on('message', (answer: Answer<Result>) => {
          if ('failure' in answer) {
            reject(errorOf(answer.failure));
            return;
          }
          waiting.set(answer.index, answer.result);
          try {
            for (; waiting.has(delivered); delivered += 1) {
              options.onResult(waiting.get(delivered) as Result, delivered);
              waiting.delete(delivered);
            }
          } catch (error) {
            reject(error);
          }
          if (delivered === pieces.length) resolve();
          else give(thread);
        });
        give(thread);
      }
    });
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

/** In a worker: answers each piece with what `prepare(setting)` makes of it, until the thread is ended. */
export function serveWorker<Setting, Piece, Result>(
  prepare: (setting: Setting) => (piece: Piece) => Result,
  port: MessagePort | null = parentPort,
): void {
  if (port === null) throw new Error('not in a worker thread');
  let compute: ((piece: Piece) => Result) | undefined;
  port.on('message', ({ index, piece }: { index: number; piece: Piece }) => {
    try {
      compute ??= prepare(workerData as Setting);
      port.postMessage({ index, result: compute(piece) } satisfies Answer<Result>);
    } catch (error) {
      port.postMessage({ index, failure: failureOf(error) } satisfies Answer<Result>);
    }
  });
}

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof EgdiError)) return { message, known: null };
  const { code, exitCode, hint } = error;
  return { message, known: { code, exitCode, hint } };
}

function errorOf({ message, known }: Failure): Error {
  if (known === null) return new Error(message);
  const { code, exitCode, hint } = known;
  return new EgdiError(code, message, { exitCode, ...(hint === undefined ? {} : { hint }) });
}
