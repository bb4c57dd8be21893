/**
 * Writes `fixtures/hostile/`: broken inputs, and in `cases.json` what the program must say about each.
 * Deterministic: two runs write the same bytes. Run the compiled script after `lay-out-fixtures`; an argument
 * names another output folder.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type Label, rekeyedCsv, type Score } from './fixture-layouts.ts';
import { formatCases } from './hostile-format-cases.ts';
import { surveyCases } from './hostile-survey-cases.ts';

const EDITION = 2018;

const fixtures = join(packageRoot(import.meta.dirname), 'fixtures');
const outDir = process.argv[2] ?? join(fixtures, 'hostile');
const base = readFileSync(join(fixtures, 'un-survey', 'egovkb', `EGOV_DATA_${EDITION}.csv`), 'utf8');
const workbook = readFileSync(join(fixtures, 'un-survey', 'unu-egov', `egdi-${EDITION}.xlsx`));

const cases = [...surveyCases(base, rekeyed()), ...formatCases(base, workbook)];
rmSync(outDir, { recursive: true, force: true });
mkdirSync(outDir, { recursive: true });
for (const { file, content } of cases) writeFileSync(join(outDir, file), content);
const declared = cases.map(({ content: _bytes, ...declaration }) => declaration);
writeFileSync(join(outDir, 'cases.json'), `${JSON.stringify(declared, null, 2)}\n`);
process.stdout.write(`${cases.length} hostile files in ${outDir}\n`);

/** The figures keyed by ISO 3166, in the layout that has no column for the edition. */
function rekeyed(): string {
  const rows = <T>(name: string): T[] =>
    parse(readFileSync(join(fixtures, 'figures', name)), { columns: true }) as T[];
  const scores = new Map(
    rows<Score>('scores.csv').map((score) => [`${score.edition}/${score.iso3}`, score] as const),
  );
  return rekeyedCsv(
    {
      labels: rows<Label>('labels.csv'),
      score(edition, iso3) {
        const score = scores.get(`${edition}/${iso3}`);
        if (!score) throw new Error(`scores.csv has no row of ${iso3} in ${edition}`);
        return score;
      },
    },
    EDITION,
  );
}

/** The folder of `package.json`: the compiled script lies one folder deeper than its source. */
function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('no package.json above this script');
  return packageRoot(parent);
}
