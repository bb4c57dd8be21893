import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EgdiError, EXIT } from '../../../src/model/error.ts';
import { openWarehouse } from '../../../src/warehouse/connection/connect.ts';
import {
  acquireStoreLock,
  defaultStrategy,
  type StoreLockStrategy,
} from '../../../src/warehouse/connection/store-lock.ts';
import { copyEmbeddedTemplate } from '../../support/databases.ts';

const CHILD = fileURLToPath(new URL('../../support/store-lock-child.mjs', import.meta.url));

let folder: string;
let directory: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'egdi-lock-'));
  directory = join(folder, '.egdi');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

interface Starter {
  readonly process: ChildProcess;
  readonly lines: string[];
  /** Resolves with the next line it says. */
  said(): Promise<string>;
  go(): void;
  readonly exit: Promise<number | null>;
}

function startChild(strategy: StoreLockStrategy, task: 'work' | 'hold'): Starter {
  const child = spawn(process.execPath, [CHILD, directory, strategy, task], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  // The one that is refused has left before it is told to go on.
  child.stdin.on('error', () => undefined);
  return {
    process: child,
    lines,
    said: async () => String((await once(output, 'line'))[0]),
    go: () => child.stdin.write('go\n'),
    exit: once(child, 'close').then(([code]) => code as number | null),
  };
}

async function ready(starters: Starter[]): Promise<void> {
  await Promise.all(starters.map(async (starter) => starter.lines.includes('ready') || starter.said()));
}

async function refusal(attempt: Promise<unknown>): Promise<EgdiError> {
  const error: unknown = await attempt.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(EgdiError);
  expect(error).toMatchObject({ code: 'lock-held', exitCode: EXIT.locked });
  return error as EgdiError;
}

const STRATEGIES = [...new Set<StoreLockStrategy>([defaultStrategy(), 'file'])];

describe.each(STRATEGIES)('the lock of a store (%s)', (strategy) => {
  it('is refused to a second taker, who is told the holder', async () => {
    const lock = await acquireStoreLock(directory, { command: 'egdi run' }, strategy);
    const error = await refusal(acquireStoreLock(directory, { command: 'egdi sql' }, strategy));
    expect(error.message).toMatch(new RegExp(`"egdi run" \\(process ${process.pid}, since \\d{4}-.*Z\\)$`));
    await lock.release();
    await lock.release();
    await (await acquireStoreLock(directory, { command: 'egdi sql' }, strategy)).release();
    expect(await readdir(directory)).toEqual([]);
  });

  it('is the same by every path that leads to the directory', async () => {
    const lock = await acquireStoreLock(directory, { command: 'egdi run' }, strategy);
    const alias = join(folder, 'alias');
    await symlink(directory, alias, 'dir');
    await refusal(acquireStoreLock(join(alias, '.'), { command: 'egdi run' }, strategy));
    await lock.release();
  });

  it('does not believe a record that a dead process has left', async () => {
    const lock = await acquireStoreLock(directory, { command: 'egdi run' }, strategy);
    const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(gone, 'exit');
    await writeFile(
      join(directory, 'holder.json'),
      JSON.stringify({ command: 'old', pid: gone.pid, since: 'then' }),
    );
    expect((await refusal(acquireStoreLock(directory, { command: 'x' }, strategy))).message).toMatch(
      /another process$/,
    );
    await lock.release();
  });

  it('is free at once when its holder is killed', async () => {
    for (let round = 0; round < 3; round += 1) {
      const holder = startChild(strategy, 'hold');
      await ready([holder]);
      holder.go();
      expect(await holder.said()).toBe('working');
      const error = await refusal(acquireStoreLock(directory, { command: 'egdi run' }, strategy));
      expect(error.message).toContain(`"child hold" (process ${holder.process.pid}`);
      holder.process.kill('SIGKILL');
      await holder.exit;
      await (await acquireStoreLock(directory, { command: 'egdi run' }, strategy)).release();
    }
  });

  it('does not keep its process alive', async () => {
    const script = `import { acquireStoreLock } from ${JSON.stringify(new URL('../../../dist/src/warehouse/connection/store-lock.js', import.meta.url))};
      await acquireStoreLock(${JSON.stringify(directory)}, { command: 'x' }, ${JSON.stringify(strategy)});`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
    children.push(child);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('lets one of twenty starters work, refuses nineteen, and loses no row', async () => {
    copyEmbeddedTemplate(directory);
    const starters = Array.from({ length: 20 }, () => startChild(strategy, 'work'));
    await ready(starters);
    const answers = starters.map((starter) => starter.said());
    for (const starter of starters) starter.go();
    await Promise.all(answers);
    for (const starter of starters) starter.go();
    const exits = await Promise.all(starters.map((starter) => starter.exit));
    const workers = starters.filter((_, index) => exits[index] === 0);
    expect(exits.filter((code) => code !== 0)).toEqual(Array(20 - workers.length).fill(EXIT.locked));
    expect(workers).toHaveLength(1);

    // Later starters, one after the other, add to what the first has written.
    const later = [startChild(strategy, 'work'), startChild(strategy, 'work')];
    for (const starter of later) {
      await ready([starter]);
      starter.go();
      starter.go();
      expect(await starter.exit).toBe(0);
    }
    const lock = await acquireStoreLock(directory, { command: 'test' }, strategy);
    const warehouse = await openWarehouse({ kind: 'embedded', directory, lock });
    const { rows } = await warehouse.withConnection((session) => session.query('select pid from starts'));
    await warehouse.close();
    await lock.release();
    expect(rows.map(({ pid }) => pid).sort()).toEqual(
      [...workers, ...later].map(({ process: p }) => p.pid).sort(),
    );
  });
});

describe('the file lock', () => {
  it('of a killed holder is taken over by exactly one of many', async () => {
    const holder = startChild('file', 'hold');
    await ready([holder]);
    holder.go();
    expect(await holder.said()).toBe('working');
    holder.process.kill('SIGKILL');
    await holder.exit;
    expect(existsSync(join(directory, 'lock'))).toBe(true);

    const starters = Array.from({ length: 8 }, () => startChild('file', 'hold'));
    await ready(starters);
    const outcomes = starters.map((starter) => starter.said());
    for (const starter of starters) starter.go();
    const said = await Promise.all(outcomes);
    expect(said.filter((line) => line === 'working')).toHaveLength(1);
    expect(said.filter((line) => line.startsWith('refused'))).toHaveLength(7);
  });
});
