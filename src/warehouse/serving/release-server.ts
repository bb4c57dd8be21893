/**
 * Serves a copy of a release over PostgreSQL's protocol, from a thread of its own that is replaced when a client
 * manages to break it. Owned by warehouse/; imports model/.
 */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { ReleaseServerMessage, ReleaseServerTask } from './release-server-worker.ts';

/** The embedded PostgreSQL has one database. */
export const SERVED_DATABASE = 'postgres';
export const SERVED_USER = 'egdi_reader';
/** How long an open transaction may keep other clients waiting. */
export const IDLE_TRANSACTION_SECONDS = 60;

export interface ReleaseServer {
  readonly port: number;
  /** Rejects when the server is broken and cannot be replaced. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

export interface ReleaseServerOptions {
  readonly databasePath: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** A client broke the server, and it has been replaced. */
  readonly onRestart: (message: string) => void;
}

/**
 * Listens and serves until it is stopped.
 * @throws EgdiError `port-unavailable` (exit 2)
 */
export async function startReleaseServer(options: ReleaseServerOptions): Promise<ReleaseServer> {
  const task = (port: number): ReleaseServerTask => ({
    databasePath: options.databasePath,
    host: options.host,
    port,
    database: SERVED_DATABASE,
    user: SERVED_USER,
    idleTransactionMs: IDLE_TRANSACTION_SECONDS * 1000,
  });
  let isStopping = false;
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined); // heard by whoever waits for it

  let running = await startThread(task(options.port));
  const { port } = running;
  watch();

  function watch(): void {
    running.broken.then(replace).catch(fail);
  }

  async function replace(reason: string): Promise<void> {
    await running.thread.terminate();
    if (isStopping) return;
    running = await startThread(task(port));
    options.onRestart(reason);
    watch();
  }

  return {
    port,
    failed,
    async stop() {
      isStopping = true;
      await running.thread.terminate();
    },
  };
}

interface RunningThread {
  readonly thread: Worker;
  readonly port: number;
  readonly broken: Promise<string>;
}

function startThread(task: ReleaseServerTask): Promise<RunningThread> {
  // Compiled or not, the thread's module has the extension of this one.
  const module = new URL(`./release-server-worker${extname(import.meta.url)}`, import.meta.url);
  const thread = new Worker(module, { workerData: task });
  return new Promise((resolve, reject) => {
    const broken = new Promise<string>((report) => {
      thread.on('message', (message: ReleaseServerMessage) => {
        if (message.kind === 'ready') resolve({ thread, port: message.port, broken });
        else if (message.kind === 'broken') report(message.message);
        else {
          void thread.terminate();
          reject(notListening(task, message.code, message.message));
        }
      });
      // Before it is ready an error is the answer to the start, afterwards the end of a running server.
      thread.on('error', (error) => {
        reject(error);
        report(error.message);
      });
    });
  });
}

function notListening({ host, port }: ReleaseServerTask, code: string, message: string): EgdiError {
  const inUse = code === 'EADDRINUSE';
  const why = inUse ? 'the port is in use' : message;
  return new EgdiError('port-unavailable', `cannot listen on ${host}:${port}: ${why}`, {
    exitCode: EXIT.usage,
    hint: inUse
      ? 'choose another one with --port, or let the system choose: --port 0'
      : 'see --host and --port',
  });
}
