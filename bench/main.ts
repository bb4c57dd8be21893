/**
 * `npm run bench`: how fast a full run, a run without news and a bulk load are, against the floor that the database
 * sets, in one go on one machine. Prints a table, or JSON with --json. Nothing here is a test: machines are noisy.
 * BENCH_ROUNDS sets the rounds, BENCH_BULK_ROWS the observations of the bulk load (0 leaves it out), BENCH_ONLY
 * (runs, bulk, composite or wide) leaves out all else.
 */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPalette, table } from '../src/report/text.ts';
import { startServer } from '../test/support/postgres-server.ts';
import { BULK_NAMES, BULK_ROWS, type BulkBench, bulkLoads, bulkPublications, SMALL_ROWS } from './bulk.ts';
import { type CompositeMeasurement, compositeTable, measureComposite } from './composite.ts';
import { type Measurement, measureNode, median } from './measure.ts';
import { measureWide, WIDE_NAMES } from './wide.ts';

const CLI = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));
const FLOOR = fileURLToPath(new URL('./floor.js', import.meta.url));
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const asJson = process.argv.includes('--json');

interface Scenario {
  readonly name: string;
  readonly runs: Measurement[];
}

const scenarios = new Map<string, Scenario>();
let composite: readonly CompositeMeasurement[] = [];

async function timed(name: string, run: () => Promise<Measurement>): Promise<void> {
  const scenario = scenarios.get(name) ?? { name, runs: [] };
  scenarios.set(name, scenario);
  scenario.runs.push(await run());
}

function isWanted(section: 'runs' | 'bulk' | 'composite' | 'wide'): boolean {
  const only = process.env.BENCH_ONLY;
  return only === undefined || only === section;
}

function note(text: string): void {
  if (!asJson) process.stderr.write(`${text}\n`);
}

const folder = await mkdtemp(join(tmpdir(), 'egdi-bench-'));
try {
  if (isWanted('runs')) {
    await embedded();
    await server();
  }
  if (isWanted('bulk') && BULK_ROWS > 0) await bulk();
  if (isWanted('wide')) await measureWide({ folder, rounds: ROUNDS, timed, note });
  if (isWanted('composite')) composite = await measureComposite(note);
  print();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function embedded(): Promise<void> {
  note('embedded database: preparing an empty and a loaded store');
  const empty = join(folder, 'empty');
  const loaded = join(folder, 'loaded');
  const rows = join(folder, 'rows');
  await mkdir(rows);
  await measureNode(CLI, ['migrate', '--data-dir', empty]);
  await cp(empty, loaded, { recursive: true });
  await measureNode(CLI, ['run', '--data-dir', loaded]);
  await measureNode(FLOOR, ['record', loaded, rows]);
  const store = join(folder, 'store');
  const fresh = async () => {
    await rm(store, { recursive: true, force: true });
    await cp(empty, store, { recursive: true });
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    note(`embedded database: round ${round + 1} of ${ROUNDS}`);
    await timed('floor: open', () => measureNode(FLOOR, ['open', loaded]));
    await timed('run, nothing new', () => measureNode(CLI, ['run', '--data-dir', loaded]));
    await fresh();
    await timed('floor: open and insert', () => measureNode(FLOOR, ['write', store, rows]));
    await fresh();
    await timed('run, all editions', () => measureNode(CLI, ['run', '--data-dir', store]));
    await rm(store, { recursive: true, force: true });
  }
  note('embedded database: first run on a new machine');
  await timed('run, all editions, store created', () => measureNode(CLI, ['run', '--data-dir', store]));
}

async function server(): Promise<void> {
  note('server: PostgreSQL 18');
  const running = await startServer(18);
  try {
    const rows = join(folder, 'rows');
    const data = join(folder, 'server-data');
    for (let round = 0; round < ROUNDS; round += 1) {
      note(`server: round ${round + 1} of ${ROUNDS}`);
      const run = await newDatabase(running.url, `run_${round}`);
      await timed('server: run, all editions', () =>
        measureNode(CLI, ['run', '--data-dir', data, '--database-url', run]),
      );
      await timed('server: run, nothing new', () =>
        measureNode(CLI, ['run', '--data-dir', data, '--database-url', run]),
      );
      const floor = await newDatabase(running.url, `floor_${round}`);
      await timed('server: open and insert', () => measureNode(FLOOR, ['write', floor, rows]));
      await rm(data, { recursive: true, force: true });
    }
  } finally {
    await running.stop();
  }
}

async function bulk(): Promise<void> {
  const running = await startServer(18);
  const bench: BulkBench = {
    server: running,
    folder,
    timed,
    note,
    newDatabase: (name) => newDatabase(running.url, name),
    dropDatabase: (name) => administer(running.url, `drop database ${name} with (force)`),
  };
  try {
    await bulkLoads(bench);
    await bulkPublications(bench, SMALL_ROWS);
    await bulkPublications(bench, BULK_ROWS);
  } finally {
    await running.stop();
  }
}

async function administer(serverUrl: string, sql: string): Promise<void> {
  const { openWarehouse } = await import('../src/warehouse/connection/connect.ts');
  const admin = await openWarehouse({ kind: 'server', url: serverUrl });
  await admin.withConnection((session) => session.exec(sql));
  await admin.close();
}

/** A migrated, empty database of its own for each round. */
async function newDatabase(serverUrl: string, name: string): Promise<string> {
  await administer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await measureNode(CLI, ['migrate', '--database-url', url.href]);
  return url.href;
}

function print(): void {
  const secondsOf = (name: string) => median(scenarios.get(name)?.runs.map((run) => run.seconds) ?? []);
  const memoryOf = (name: string) => median(scenarios.get(name)?.runs.map((run) => run.peakMb) ?? []);
  // Ratios pair runs of one round, so that a slow minute of the machine weighs on both.
  const ratio = (name: string, floor: string) => {
    const floors = scenarios.get(floor)?.runs ?? [];
    return median(
      scenarios.get(name)?.runs.map((run, round) => run.seconds / (floors[round]?.seconds ?? Number.NaN)) ??
        [],
    );
  };
  const comparisons = [
    { name: 'run, all editions', floor: 'floor: open and insert', aim: '≤ 3 × floor' },
    { name: 'run, nothing new', floor: 'floor: open', aim: '≤ 1.5 × floor, < 2 s' },
    {
      name: 'server: run, all editions',
      floor: 'server: open and insert',
      aim: '≤ 1.1 s in all, as a pandas + SQLAlchemy script',
    },
    // Twice the time is half the rate.
    { name: BULK_NAMES.memory, floor: BULK_NAMES.copy, aim: '≤ 2 × bare COPY, ≤ 400 MB' },
    { name: BULK_NAMES.csv, floor: BULK_NAMES.copy, aim: '≤ 3.3 × bare COPY, ≤ 400 MB' },
    // Twice the time is half the rate.
    ...(['sparse', 'full'] as const).map((fill) => ({
      name: WIDE_NAMES.observations(fill),
      floor: WIDE_NAMES.floor(fill),
      aim: '≤ 2 × csv-parse alone, ≤ 400 MB',
    })),
    {
      name: BULK_NAMES.publishOne(BULK_ROWS),
      floor: BULK_NAMES.publishOne(SMALL_ROWS),
      aim: 'the cost follows the change, not the total',
    },
    {
      name: BULK_NAMES.rollbackOne(BULK_ROWS),
      floor: BULK_NAMES.rollbackOne(SMALL_ROWS),
      aim: 'the cost follows the change, not the total',
    },
  ].filter(({ name, floor }) => scenarios.has(name) && scenarios.has(floor));
  const memoryAboveOpenMb = memoryOf('run, all editions') - memoryOf('floor: open');
  const flatMemory = [
    [BULK_NAMES.memory, BULK_NAMES.memoryFifth],
    [BULK_NAMES.csv, BULK_NAMES.csvFifth],
    [WIDE_NAMES.observations('full'), WIDE_NAMES.fifth],
  ].flatMap(([name = '', fifth = '']) =>
    scenarios.has(name) ? [{ name, peakMb: memoryOf(name), fifthPeakMb: memoryOf(fifth) }] : [],
  );
  const results = {
    rounds: ROUNDS,
    node: process.version,
    scenarios: [...scenarios.values()].map(({ name, runs }) => ({
      name,
      runs: runs.length,
      medianSeconds: secondsOf(name),
      minSeconds: Math.min(...runs.map((run) => run.seconds)),
      maxSeconds: Math.max(...runs.map((run) => run.seconds)),
      medianPeakMb: memoryOf(name),
    })),
    comparisons: comparisons.map((one) => ({
      ...one,
      ratio: ratio(one.name, one.floor),
      seconds: secondsOf(one.name),
    })),
    memoryAboveOpenMb: Number.isNaN(memoryAboveOpenMb) ? null : memoryAboveOpenMb,
    flatMemory,
    composite,
  };
  if (asJson) {
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
    return;
  }
  const palette = createPalette(process.stdout.isTTY === true);
  const right = 'right' as const;
  const processLines = [
    table(
      [
        { title: 'whole process' },
        { title: 'runs', align: right },
        { title: 'median s', align: right },
        { title: 'min', align: right },
        { title: 'max', align: right },
        { title: 'peak MB', align: right },
      ],
      results.scenarios.map((one) => [
        one.name,
        String(one.runs),
        one.medianSeconds.toFixed(2),
        one.minSeconds.toFixed(2),
        one.maxSeconds.toFixed(2),
        one.medianPeakMb.toFixed(0),
      ]),
      palette,
    ),
    table(
      [
        { title: 'compared' },
        { title: 'median s', align: right },
        { title: 'with' },
        { title: 'ratio', align: right },
        { title: 'aim' },
      ],
      results.comparisons.map((one) => [
        one.name,
        one.seconds.toFixed(2),
        one.floor,
        one.ratio.toFixed(2),
        one.aim,
      ]),
      palette,
    ),
    ...(Number.isNaN(memoryAboveOpenMb)
      ? []
      : [
          `memory of a full run above the opened database: ${memoryAboveOpenMb.toFixed(0)} MB (aim: ≤ 250 MB)`,
        ]),
    ...flatMemory.map(
      ({ name, peakMb, fifthPeakMb }) =>
        `peak memory, ${name}: ${peakMb.toFixed(0)} MB; of a fifth of the rows: ${fifthPeakMb.toFixed(0)} MB (aim: ≤ 400 MB, flat)`,
    ),
  ];
  const lines = [
    ...(scenarios.size === 0 ? [] : processLines),
    ...(composite.length === 0 ? [] : [compositeTable(composite, palette)]),
  ];
  process.stdout.write(`${lines.join('\n\n')}\n`);
}
