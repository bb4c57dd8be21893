/**
 * The thread that holds the copy of a release and speaks to its clients: a statement blocks its thread until it is
 * done, and the process must go on hearing signals. Owned by warehouse/; started by `release-server.ts`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { shareBackend } from './shared-backend.ts';
import { startWireServer } from './wire-server.ts';

export interface ReleaseServerTask {
  readonly databasePath: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly idleTransactionMs: number;
}

export type ReleaseServerMessage =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'not-listening'; readonly code: string; readonly message: string }
  | { readonly kind: 'broken'; readonly message: string };

const { databasePath, user, ...options } = workerData as ReleaseServerTask;
const send = (message: ReleaseServerMessage): void => parentPort?.postMessage(message);

const database = await PGlite.create({ dataDir: databasePath });
try {
  const { port } = await startWireServer(shareBackend(database, user), {
    ...options,
    onBroken: (error) => send({ kind: 'broken', message: String(error) }),
  });
  send({ kind: 'ready', port });
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  send({ kind: 'not-listening', code, message: String(error) });
}
