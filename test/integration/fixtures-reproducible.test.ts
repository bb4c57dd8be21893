/**
 * The committed fixtures are what the layout script writes, byte for byte, on every machine and every time.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const script = join(root, 'dist', 'scripts', 'lay-out-fixtures.js');
const committed = join(root, 'fixtures', 'un-survey');

describe('the laid-out fixtures', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'egdi-fixtures-'));
  const runs = ['first', 'second'].map((name) => join(scratch, name));

  beforeAll(() => {
    if (!existsSync(script))
      throw new Error('dist/scripts/lay-out-fixtures.js is missing: run `npm run build` first');
    // Another place, time zone and locale must not show in the files.
    const [here, elsewhere] = runs as [string, string];
    execFileSync(process.execPath, [script, here], { cwd: root });
    execFileSync(process.execPath, [script, elsewhere], {
      cwd: scratch,
      env: { ...process.env, TZ: 'Asia/Almaty', LC_ALL: 'kk_KZ.UTF-8' },
    });
  });

  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it('are the files that the script writes, none more and none less', () => {
    const expected = filesUnder(committed);
    expect(expected).toHaveLength(12 + 3 + 4 + 3);
    for (const run of runs) expect(filesUnder(run)).toEqual(expected);
  });

  it.each(filesUnder(committed))('%s is reproduced byte for byte, twice', (path) => {
    const bytes = readFileSync(join(committed, path));
    for (const run of runs) expect(readFileSync(join(run, path)).equals(bytes)).toBe(true);
  });

  it('say in every folder where the figures are from', () => {
    for (const folder of ['egovkb', 'unu-egov', 'data360']) {
      const origin = JSON.parse(readFileSync(join(committed, folder, 'origin.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      expect(Object.keys(origin)).toEqual(['publisher', 'title', 'url', 'licence', 'retrieved_on', 'note']);
      expect(origin.licence).toBe('not stated');
    }
  });
});

describe('the official layout', () => {
  const text = readFileSync(join(committed, 'egovkb', 'EGOV_DATA_2005.csv'), 'utf8');
  const lines = text.split('\r\n');

  it('has a header, 193 rows, CRLF throughout and no byte-order mark', () => {
    expect(lines).toHaveLength(1 + 193 + 1);
    expect(lines.at(-1)).toBe('');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n\ufeff]/);
    expect(lines[0]).toBe(
      'Survey Year,Country Name,E-Government Rank,E-Government Index,E-Participation Index,' +
        'Online Service Index,Human Capital Index,Telecommunication Infrastructure Index',
    );
  });

  it('quotes names that end in a space; 18 have neither', () => {
    const quoted = lines.slice(1, -1).filter((line) => /^2005,"[^"]+ ",/.test(line));
    expect(quoted).toHaveLength(193 - 18);
    expect(lines).toContain('2005,Montenegro,,0.00000,0.00000,0.00000,0.00000,0.00000');
  });
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted();
}

describe('the laid-out statistical tables', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'egdi-tables-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it('are the files that their script writes, byte for byte', () => {
    const tables = join(root, 'dist', 'scripts', 'lay-out-statistical-tables.js');
    execFileSync(process.execPath, [tables, scratch], {
      cwd: scratch,
      env: { ...process.env, TZ: 'Asia/Almaty' },
    });
    const kept = join(root, 'fixtures', 'statistical-tables');
    const names = readdirSync(kept).filter((name) => !name.endsWith('.json'));
    expect(readdirSync(scratch).sort()).toEqual(names.sort());
    for (const name of names) {
      const isSame = readFileSync(join(scratch, name)).equals(readFileSync(join(kept, name)));
      expect([name, isSame]).toEqual([name, true]);
    }
  });
});

/** Scripts, and the folders of `fixtures/` that they write between them; no file there may come from elsewhere. */
const LAID_OUT: readonly (readonly [folder: string, into: string, ...scripts: readonly string[]])[] = [
  ['international', '', 'lay-out-international-fixtures'],
  ['excerpts', 'excerpts', 'lay-out-excerpts', 'lay-out-international-fixtures'],
  ['hostile-national', 'hostile-national', 'lay-out-hostile-national'],
  ['national', 'national', 'lay-out-national-fixtures', 'lay-out-national-tables'],
];
/** Kept by hand: addresses and dates stand in every row. */
const BY_HAND = ['egov-kz-figures.csv', 'ict-press-figures.csv', 'telecom-press-figures.csv'];

describe('the laid-out fixtures of indicators and national statistics', () => {
  it.each(LAID_OUT)(
    '%s: the files that its scripts write, byte for byte, none more and none less',
    (folder, into, ...scripts) => {
      const scratch = mkdtempSync(join(tmpdir(), 'egdi-fixtures-'));
      const env = { ...process.env, TZ: 'Asia/Almaty', LC_ALL: 'kk_KZ.UTF-8' };
      try {
        for (const name of scripts) {
          const script = join(root, 'dist', 'scripts', `${name}.js`);
          // That of the international fixtures writes to two folders of the one it is given.
          const target = name === 'lay-out-international-fixtures' ? scratch : join(scratch, into);
          execFileSync(process.execPath, [script, target], { cwd: scratch, env });
        }
        const [written, kept] = [join(scratch, folder), join(root, 'fixtures', folder)];
        const expected = filesUnder(kept).filter((path) => !BY_HAND.includes(path));
        expect(filesUnder(written)).toEqual(expected);
        for (const path of expected) {
          const isEqual = readFileSync(join(written, path)).equals(readFileSync(join(kept, path)));
          expect([path, isEqual]).toEqual([path, true]);
        }
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
    },
  );

  it('are small enough to ship', () => {
    const bytes = ['international', 'national'].flatMap((name) => {
      const folder = join(root, 'fixtures', name);
      return filesUnder(folder).map((path) => statSync(join(folder, path)).size);
    });
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_500_000);
  });
});
