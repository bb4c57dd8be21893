/**
 * Global set-up of the integration and end-to-end projects: the databases that their tests run on, started once per
 * vitest run and provided to the workers as addresses. With TEST_DATABASE_URL that server is used and none started.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openWarehouse } from '../../src/warehouse/connection/connect.ts';
import { type ServerMajor, startServer, type ThrowawayServer } from './postgres-server.ts';

/** A server to test on, or why there is none. */
export interface ProvidedServer {
  readonly name: string;
  readonly url?: string;
  readonly missing?: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServers: ProvidedServer[];
    /** A store directory with a new embedded database, to be copied: creation takes seconds. */
    embeddedTemplate: string;
  }
}

interface TestDatabases {
  readonly servers: ProvidedServer[];
  readonly embeddedTemplate: string;
  stop(): Promise<void>;
}

const MAJORS: readonly ServerMajor[] = [15, 18];

// Each project loads this file anew, but they share the process and can share the servers.
const SHARED = Symbol.for('egdi.test-databases');
type Shared = { users: number; databases: Promise<TestDatabases> };
const shelf = globalThis as { [SHARED]?: Shared | undefined };

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  shelf[SHARED] ??= { users: 0, databases: startDatabases() };
  const shared = shelf[SHARED];
  shared.users += 1;
  const databases = await shared.databases;
  project.provide('databaseServers', databases.servers);
  project.provide('embeddedTemplate', databases.embeddedTemplate);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    shelf[SHARED] = undefined;
    await databases.stop();
  };
}

async function startDatabases(): Promise<TestDatabases> {
  const folder = await mkdtemp(join(tmpdir(), 'egdi-test-'));
  const running: ThrowawayServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  const start = async (major: ServerMajor): Promise<ProvidedServer> => {
    const name = `PostgreSQL ${major}`;
    try {
      const server = await startServer(major);
      running.push(server);
      return { name, url: server.url };
    } catch (error) {
      // In CI a test that did not run must not look like one that passed.
      if (process.env.CI) throw error;
      return { name, missing: error instanceof Error ? error.message : String(error) };
    }
  };
  const url = process.env.TEST_DATABASE_URL;
  const servers = url ? [Promise.resolve({ name: 'TEST_DATABASE_URL', url })] : MAJORS.map(start);
  const outcomes = await Promise.allSettled([createTemplate(folder), ...servers]);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) {
    await stop();
    throw failure.reason;
  }
  return { servers: await Promise.all(servers), embeddedTemplate: join(folder, 'store'), stop };
}

async function createTemplate(folder: string): Promise<void> {
  const warehouse = await openWarehouse({ kind: 'embedded', directory: join(folder, 'store') });
  await warehouse.close();
}
