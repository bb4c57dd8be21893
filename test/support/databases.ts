/**
 * Test suites that run on every database the program supports. Each suite gets a database of its own on the
 * embedded PostgreSQL and on each real server, and loses it when it is done.
 */
import { randomBytes } from 'node:crypto';
import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import {
  openWarehouse,
  type Warehouse,
  type WarehouseTarget,
} from '../../src/warehouse/connection/connect.ts';
import type { WarehouseContext } from '../../src/warehouse/connection/connection.ts';
import type { ProvidedServer } from './server-setup.ts';

export interface TestDatabase {
  readonly kind: WarehouseTarget['kind'];
  /** Where the suite's database is; known once the suite runs. */
  target(): WarehouseTarget;
  /** The suite's warehouse, opened on first use and closed at its end. */
  warehouse(): Promise<Warehouse>;
  /** Opens it once more; on the embedded database the suite's own must not be open. The caller closes it. */
  open(context?: WarehouseContext): Promise<Warehouse>;
}

export interface TestServerDatabase extends TestDatabase {
  readonly kind: 'server';
  /** Of the suite's database. */
  url(): string;
  target(): Extract<WarehouseTarget, { kind: 'server' }>;
}

/** Runs a suite on the embedded database and on every server. */
export function describeEachDatabase(name: string, suite: (database: TestDatabase) => void): void {
  describeEmbedded(name, suite);
  describeEachServer(name, suite);
}

/** Runs a suite on the embedded database and on the newest server: for long ones, whose SQL is tested on all of them. */
export function describeTwoDatabases(name: string, suite: (database: TestDatabase) => void): void {
  describeEmbedded(name, suite);
  describeServers(inject('databaseServers').slice(-1), name, suite);
}

/** Runs a suite on every server: for what takes several connections, or a server that can be stopped. */
export function describeEachServer(name: string, suite: (database: TestServerDatabase) => void): void {
  describeServers(inject('databaseServers'), name, suite);
}

function describeServers(
  servers: readonly ProvidedServer[],
  name: string,
  suite: (database: TestServerDatabase) => void,
): void {
  for (const server of servers) {
    if (server.url === undefined) {
      describe.skip(`${name}: ${server.name} (not available: ${server.missing})`, () => undefined);
    } else {
      describe(`${name}: ${server.name}`, () => serverSuite(server, suite));
    }
  }
}

/** Runs a suite on the embedded database only. */
export function describeEmbedded(name: string, suite: (database: TestDatabase) => void): void {
  describe(`${name}: embedded`, () => {
    let folder: string | undefined;
    const database = suiteDatabase('embedded', () => {
      if (folder === undefined) throw new Error('the database exists only while the suite runs');
      return { kind: 'embedded', directory: join(folder, 'store') } as const;
    });
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'egdi-store-'));
      copyEmbeddedTemplate(join(folder, 'store'));
    });
    afterAll(async () => {
      await database.close();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    });
    suite(database);
  });
}

/** Puts a new embedded database into a store directory, much faster than the program creates one. */
export function copyEmbeddedTemplate(directory: string): void {
  cpSync(inject('embeddedTemplate'), directory, { recursive: true });
}

function serverSuite(server: ProvidedServer, suite: (database: TestServerDatabase) => void): void {
  const name = `egdi_test_${randomBytes(6).toString('hex')}`;
  const administer = (sql: string) => runOnce(server.url ?? '', sql);
  const url = (): string => {
    const address = new URL(server.url ?? '');
    address.pathname = `/${name}`;
    return address.href;
  };
  const target = () => ({ kind: 'server', url: url(), applicationName: 'egdi test' }) as const;
  const database = suiteDatabase('server', target);
  beforeAll(() => administer(`create database ${name} template template0 encoding 'UTF8'`));
  afterAll(async () => {
    await database.close();
    // `force` ends the sessions that a failed test has left behind.
    await administer(`drop database if exists ${name} with (force)`);
  });
  suite({ ...database, kind: 'server', url, target });
}

function suiteDatabase(kind: WarehouseTarget['kind'], target: () => WarehouseTarget) {
  let opened: Promise<Warehouse> | undefined;
  const open = (context: WarehouseContext = {}) => openWarehouse(target(), context);
  return {
    kind,
    target,
    open,
    warehouse(): Promise<Warehouse> {
      opened ??= open();
      return opened;
    },
    async close(): Promise<void> {
      await (await opened)?.close();
    },
  };
}

/** One statement on a connection of its own, past the warehouse. */
export async function runOnce(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
