/** B19: a full disk under the embedded database, and folders that cannot be written. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requireFreeSpace } from '../../../src/warehouse/connection/embedded-store.ts';
import {
  describeEmbeddedFaults,
  describeServerFaults,
  embeddedStore,
  type FaultBench,
  readState,
  run,
  SECOND,
} from '../../support/fault-bench.ts';

function folderTests(bench: FaultBench): void {
  test('stage outputs that cannot be kept do not fail a run', async () => {
    const store = await bench.loaded();
    rmSync(join(store.dataDir, 'outputs'), { recursive: true, force: true });
    // A file where the folder should be: not even root can write into it.
    writeFileSync(join(store.dataDir, 'outputs'), '');
    const { code, stderr } = await run(store, SECOND);
    expect([code, stderr]).toEqual([0, expect.stringContaining('output.not-kept')]);
    expect(await readState(store)).toMatchObject({ release: 2 });
  });

  test('snapshots that cannot be kept do: no figure without its file; when they can, the next run publishes', async () => {
    const store = await bench.loaded();
    const snapshots = join(store.dataDir, 'snapshots');
    const aside = join(store.dataDir, 'aside');
    cpSync(snapshots, aside, { recursive: true });
    rmSync(snapshots, { recursive: true });
    writeFileSync(snapshots, '');
    const refused = await run(store, SECOND);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('snapshots');
    expect(await readState(store)).toMatchObject({ release: 1, outcomes: ['published', 'failed'] });
    rmSync(snapshots);
    cpSync(aside, snapshots, { recursive: true });
    expect((await run(store, SECOND)).code).toBe(0);
    expect(await readState(store)).toMatchObject({ release: 2 });
  });
}

describeEmbeddedFaults('B19 folders that cannot be written', folderTests);
describeServerFaults('B19 folders that cannot be written', folderTests);

test('B19 too little room for the embedded database is said before anything is written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'egdi-space-'));
  try {
    await expect(requireFreeSpace(folder, Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({
      code: 'disk-full',
      exitCode: 7,
    });
    await requireFreeSpace(folder, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

// Only who may mount can fill a disk of its own; elsewhere the test above stands for this one.
const canMount = process.platform === 'linux' && process.getuid?.() === 0 && tryMount();

function tryMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'egdi-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.runIf(canMount)('B19 a disk that is full (only where a file system may be mounted)', () => {
  const disk = mkdtempSync(join(tmpdir(), 'egdi-disk-'));
  beforeAll(() => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', disk]);
  });
  afterAll(() => {
    execFileSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  test('refuses the run with exit 7 and words; with room again, the next run publishes', async () => {
    const store = embeddedStore(join(disk, 'store'));
    mkdirSync(store.dataDir);
    expect((await run(store, SECOND)).code).toBe(0);
    const ballast = join(disk, 'ballast');
    execFileSync('fallocate', ['-l', '280M', ballast]);
    const refused = await run(store, SECOND, '--force');
    expect([refused.code, refused.stderr]).toEqual([7, expect.stringContaining('MB left on its disk')]);
    rmSync(ballast);
    expect((await run(store, SECOND, '--force')).code).toBe(0);
    expect(await readState(store)).toMatchObject({ outcomes: ['published', 'unchanged'] });
  });
});
