/** What the tests of fetching share: a server, a folder for snapshots, a context in which nothing waits. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type HttpOrigin,
  type HttpOriginDeclaration,
  parseHttpOrigins,
} from '../../src/model/http-origin.ts';
import { type Issue, ReadFault } from '../../src/model/issue.ts';
import { createHttpClient } from '../../src/runtime/http/http-client.ts';
import { DEFAULT_HTTP_LIMITS } from '../../src/runtime/http/http-limits.ts';
import { ANY_ADDRESS } from '../../src/runtime/http/public-address.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import type { FetchContext } from '../../src/stages/extract/fetch-context.ts';
import { createTestTime, startTestServer, type TestServer, type TestTime } from './http-server.ts';

export interface FetchBench {
  readonly server: TestServer;
  readonly folder: string;
  readonly time: TestTime;
  readonly lines: string[];
  /** Sets the clock on the wall. */
  today(time: string): void;
  context(more?: Partial<FetchContext>): FetchContext;
  /** An origin on the server: `/table.csv`, unless said otherwise. */
  origin(more?: Partial<HttpOriginDeclaration>): HttpOrigin;
  /** Every file in the snapshot folder, without the folders that snapshots lie in. */
  files(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openFetchBench(): Promise<FetchBench> {
  const server = await startTestServer();
  const folder = await mkdtemp(join(tmpdir(), 'egdi-fetch-'));
  const time = createTestTime();
  const lines: string[] = [];
  let now = new Date('2026-03-01T00:00:00Z');
  const clock = { now: () => new Date(now) };
  const logger = createLogger({
    level: 'trace',
    version: '0',
    destination: { write: (line) => void lines.push(line) },
  });
  const client = createHttpClient({
    clock,
    time,
    random: () => 0.5,
    addresses: ANY_ADDRESS,
    userAgent: 'egdi-test',
    logger,
  });
  return {
    server,
    folder,
    time,
    lines,
    today: (given) => {
      now = new Date(given);
    },
    context: (more = {}) => ({
      client,
      limits: { ...DEFAULT_HTTP_LIMITS, maxAttempts: 2, hostIntervalMs: 0 },
      snapshotFolder: folder,
      secrets: new Map(),
      isOffline: false,
      clock,
      logger,
      signal: new AbortController().signal,
      ...more,
    }),
    origin: (more = {}) => {
      const [origin] = parseHttpOrigins([
        {
          id: 'some-office-table',
          publisher: 'Some office',
          title: 'A table',
          licence: 'CC BY 4.0',
          freshness: { cadence: 'every month', warnAfterDays: 60, errorAfterDays: 120 },
          hosts: [server.host],
          request: { url: `${server.url}/table.csv` },
          expects: ['csv'],
          fileName: 'table.csv',
          ...more,
        },
      ]);
      if (origin === undefined) throw new Error('one was declared');
      return origin;
    },
    async files() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .map((name) => name.replace(/^[0-9a-f]{2}\//, ''))
        .sort();
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The issue that the work is refused with. */
export async function refusal(work: Promise<unknown>): Promise<Issue> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof ReadFault) return thrown.issue;
  throw new Error(`was not refused: ${String(thrown)}`);
}
