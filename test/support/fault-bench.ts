/**
 * What the fault tests need: stores in a known state, made quickly and many times; the program made to fail at a named
 * point; and the question whether readers see exactly one whole release.
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest';
import type { Warehouse, WarehouseTarget } from '../../src/warehouse/connection/connect.ts';
import { type CliResult, runCli } from './cli.ts';
import { killLeftovers } from './cli-process.ts';
import { copyEmbeddedTemplate, runOnce } from './databases.ts';
import { withWarehouse } from './dump.ts';
import { officialFile } from './survey-files.ts';

/** Inputs of the first and of the second run. */
export const FIRST = ['--input', officialFile(2018)] as const;
export const SECOND = ['--input', officialFile(2018), officialFile(2020)] as const;

export interface FaultStore {
  readonly target: WarehouseTarget;
  /** Of this store alone, on a server as well: snapshots and stage outputs lie in it. */
  readonly dataDir: string;
  /** Options that lead the program to it. */
  readonly args: readonly string[];
}

export interface FaultBench {
  readonly kind: WarehouseTarget['kind'];
  /** A migrated database without a release. */
  empty(): Promise<FaultStore>;
  /** Release 1, of the first inputs, is published. */
  loaded(): Promise<FaultStore>;
}

/** Runs a suite on the embedded database. */
export function describeEmbeddedFaults(name: string, suite: (bench: FaultBench) => void): void {
  describe(`${name}: embedded`, () => {
    const folder = suiteFolder();
    let count = 0;
    const copyOf = async (state: string): Promise<FaultStore> => {
      count += 1;
      const dataDir = folder(`store-${count}`);
      cpSync(folder(state), dataDir, { recursive: true });
      return embeddedStore(dataDir);
    };
    beforeAll(async () => {
      copyEmbeddedTemplate(folder('empty'));
      await succeed(['migrate'], embeddedStore(folder('empty')));
      cpSync(folder('empty'), folder('loaded'), { recursive: true });
      await succeed(['run', ...FIRST], embeddedStore(folder('loaded')));
    });
    suite({ kind: 'embedded', empty: () => copyOf('empty'), loaded: () => copyOf('loaded') });
  });
}

/** Runs a suite on the newest server at hand; how a server behaves when it is shut or cut off is the same in all. */
export function describeServerFaults(name: string, suite: (bench: FaultBench) => void): void {
  const server = inject('databaseServers').at(-1);
  if (server?.url === undefined) {
    describe.skip(`${name}: ${server?.name ?? 'server'} (not available: ${server?.missing ?? 'none'})`, () =>
      undefined);
    return;
  }
  const { url } = server;
  describe(`${name}: ${server.name}`, () => {
    const folder = suiteFolder();
    const names: string[] = [];
    const prefix = `egdi_fault_${process.pid}_${Date.now().toString(36)}`;
    const create = async (template: string): Promise<FaultStore> => {
      const database = `${prefix}_${names.length}`;
      names.push(database);
      await runOnce(url, `create database ${database} template ${template}`);
      if (existsSync(folder(template))) cpSync(folder(template), folder(database), { recursive: true });
      const address = new URL(url);
      address.pathname = `/${database}`;
      return serverStore(address.href, folder(database));
    };
    let loaded = '';
    let empty = '';
    beforeAll(async () => {
      const first = await create('template0');
      empty = names.at(-1) ?? '';
      await succeed(['migrate'], first);
      const second = await create(empty);
      loaded = names.at(-1) ?? '';
      await succeed(['run', ...FIRST], second);
    });
    afterAll(async () => {
      for (const database of names) await runOnce(url, `drop database if exists ${database} with (force)`);
    });
    suite({ kind: 'server', empty: () => create(empty), loaded: () => create(loaded) });
  });
}

export function embeddedStore(dataDir: string): FaultStore {
  return { target: { kind: 'embedded', directory: dataDir }, dataDir, args: ['--data-dir', dataDir] };
}

export function serverStore(url: string, dataDir: string): FaultStore {
  return { target: { kind: 'server', url }, dataDir, args: ['--data-dir', dataDir, '--database-url', url] };
}

function suiteFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'egdi-fault-'));
  afterEach(killLeftovers);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}

async function succeed(command: readonly string[], store: FaultStore): Promise<void> {
  const { code, stderr } = await runCli([...command, ...store.args]);
  expect(code, stderr).toBe(0);
}

export interface StoreState {
  /** Null before the first publication. */
  readonly release: number | null;
  /** Content hashes of what is published, by partition. */
  readonly content: readonly string[];
  /** Outcomes of all runs, in their order. */
  readonly outcomes: readonly string[];
  readonly releases: number;
}

/**
 * Reads the state of a store and checks on the way that readers see one whole release: every reporting table is what
 * its history says of the published release, and the refresh signal names no other.
 */
export async function readState(store: FaultStore): Promise<StoreState> {
  return withWarehouse(store.target, async (warehouse) => {
    await expectWholeRelease(warehouse);
    return warehouse.withTransaction(
      async (session) => {
        const read = async (sql: string) => (await session.query(sql)).rows;
        const [publication] = await read('select release_no from warehouse.publication');
        return {
          release: publication === undefined ? null : Number(publication.release_no),
          content: (
            await read(
              `select p.dataset || ' ' || p.partition_key || ' ' || v.content_sha256 as line
               from warehouse.publication u
               join warehouse.release_partition p using (release_no)
               join warehouse.partition_version v using (version_id)
               order by 1`,
            )
          ).map(({ line }) => String(line)),
          outcomes: (await read('select outcome from ops.run order by run_id')).map(({ outcome }) =>
            String(outcome),
          ),
          releases: (await read('select release_no from warehouse.release')).length,
        };
      },
      { readOnly: true },
    );
  });
}

export async function expectWholeRelease(warehouse: Warehouse): Promise<void> {
  await warehouse.withTransaction(
    async (session) => {
      const { rows: tables } = await session.query(
        `select c.relname as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relnamespace = 'reporting'::regnamespace and c.relkind = 'r' and c.relname <> 'data_refresh'
         group by c.relname order by 1`,
      );
      expect(tables.length).toBeGreaterThan(8);
      const wrong: unknown[] = [];
      for (const { name, columns } of tables) {
        const shown = `select ${columns} from reporting.${name}`;
        const meant = `select ${columns} from history.${name}
                       where as_of_release = (select release_no from warehouse.publication)`;
        const { rows } = await session.query(
          `select count(*) as rows from ((${shown} except all ${meant}) union all (${meant} except all ${shown})) d`,
        );
        if (Number(rows[0]?.rows) > 0) wrong.push({ name, ...rows[0] });
      }
      expect(wrong).toEqual([]);
      const { rows: foreign } = await session.query(
        `select dataset, release_no from reporting.data_refresh
         where release_no is distinct from (select release_no from warehouse.publication)`,
      );
      expect(foreign).toEqual([]);
      const { rows: published } = await session.query(
        "select release_no from warehouse.release where status = 'published'",
      );
      expect(published.length).toBeLessThanOrEqual(1);
    },
    { readOnly: true },
  );
}

/** Runs the program on a store. */
export function run(store: FaultStore, inputs: readonly string[], ...more: string[]): Promise<CliResult> {
  return runCli(['run', ...inputs, ...more, ...store.args]);
}
