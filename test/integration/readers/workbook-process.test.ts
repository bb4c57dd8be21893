import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { utils } from 'xlsx';
import { workbookParts } from '../../../scripts/sheet-xml.ts';
import { writeZip } from '../../../scripts/zip-writer.ts';
import { ReadFault } from '../../../src/model/issue.ts';
import { DEFAULT_LIMITS } from '../../../src/readers/limits.ts';
import { WorkbookReader } from '../../../src/readers/workbook.ts';
import { faultOf } from '../../support/read-rows.ts';
import { bookOf, WorkbookFolder } from '../../support/workbook-files.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = new WorkbookFolder();
afterAll(() => folder.remove());

/** Enough cells to keep the parser busy for a second or more, from a file of a few megabytes. */
function placeLargeBook(): string {
  const rows = Array.from({ length: 60_000 }, (_, i) => [
    'name',
    `${i}`,
    { number: '0.5' },
    { number: `${i}` },
  ]);
  return folder.placeCells('large.xlsx', rows);
}

describe('a workbook beyond its limits', () => {
  const large = placeLargeBook();
  const children = (): string[] => {
    const list = `/proc/${process.pid}/task/${process.pid}/children`;
    if (!existsSync(list)) return [];
    const pids = readFileSync(list, 'utf8').trim().split(' ').filter(Boolean);
    return pids.filter((pid) => commandOf(pid).includes('workbook-child'));
  };

  it.each([
    ['time', { workbookTimeoutMs: 150 }, /not parsed within 0.15 seconds/],
    ['resident memory', { workbookRssMb: 70 }, /more than 70 MB of memory/],
    ['heap', { workbookHeapMb: 24 }, /parser stopped/],
  ])('of %s is refused and its process is gone', async (_, limits, message) => {
    const found = await faultOf(large, limits);
    expect(found.code).toBe('workbook-unreadable');
    expect(found.message).toMatch(message);
    await expect.poll(children).toEqual([]);
  });

  it('of what its cells amount to is refused, though it unpacks to little', async () => {
    const text = 'x'.repeat(30_000);
    const sheet = utils.aoa_to_sheet(Array.from({ length: 1000 }, () => [text]));
    const path = folder.placeBook('amplified.xlsx', bookOf({ Data: sheet }));
    expect(await faultOf(path, { maxUnpackedBytes: 5_000_000 })).toMatchObject({
      code: 'workbook-unreadable',
      message: expect.stringContaining('5.0 MB'),
    });
  });

  it('does not keep the next one from being read', async () => {
    const small = folder.placeCells('small.xlsx', [['a']]);
    const reader = new WorkbookReader({ ...DEFAULT_LIMITS, workbookRssMb: 100 });
    const [first, second] = await Promise.allSettled([
      reader.read(large, 'xlsx'),
      reader.read(small, 'xlsx'),
    ]);
    expect(first).toMatchObject({ status: 'rejected', reason: expect.any(ReadFault) });
    expect(second).toMatchObject({ status: 'fulfilled', value: [{ name: 'Sheet1' }] });
    expect(reader.startCount).toBe(2);
    await reader.close();
  });

  it('and an abort: the process is killed and the reason handed on', async () => {
    const abort = new AbortController();
    const reader = new WorkbookReader(DEFAULT_LIMITS, abort.signal);
    const reading = reader.read(large, 'xlsx');
    const reason = new Error('interrupted');
    setTimeout(() => abort.abort(reason), 100);
    await expect(reading).rejects.toBe(reason);
    await expect(reader.read(large, 'xlsx')).rejects.toBe(reason);
    await expect.poll(children).toEqual([]);
  });
});

describe('the process that parses', () => {
  it('is started once for all workbooks of a reader', async () => {
    const paths = ['one', 'two', 'three'].map((name) => folder.placeCells(`${name}.xlsx`, [[name]]));
    const reader = new WorkbookReader(DEFAULT_LIMITS);
    const books = await Promise.all(paths.map((path) => reader.read(path, 'xlsx')));
    expect(books.map((sheets) => sheets[0]?.rows[0]?.cells[0])).toEqual(['one', 'two', 'three']);
    expect(reader.startCount).toBe(1);
    await reader.close();
  });

  it('refuses an entry whose bytes have changed', async () => {
    const zip = writeZip(workbookParts([['Kazakhstan']]));
    zip.write('Kazakstan!', zip.indexOf('Kazakhstan'));
    expect(await faultOf(folder.place('flipped.xlsx', zip))).toMatchObject({ code: 'archive-damaged' });
  });

  it('refuses what only looks like a workbook', async () => {
    const signature = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    const path = folder.place('noise.xls', Buffer.concat([signature, Buffer.alloc(5000, 0x5a)]));
    expect(await faultOf(path)).toMatchObject({ code: 'workbook-unreadable', file: path });
  });

  it('does not keep a program alive that forgot to close its reader', () => {
    const path = folder.placeCells('forgotten.xlsx', [['a']]);
    const module = pathToFileURL(join(root, 'dist', 'src', 'readers', 'read-document.js')).href;
    const program = `
      const { openDocumentReader } = await import(${JSON.stringify(module)});
      const { sheets } = await openDocumentReader().read(${JSON.stringify(path)}, () => {});
      console.log(sheets[0].name);`;
    const options = { encoding: 'utf8', timeout: 20_000 } as const;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', program], options)).toBe('Sheet1\n');
  });
});

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
