/**
 * Lays out the committed figures (`fixtures/figures/`) in the layouts that the publishers use, so that the
 * project builds, runs and is tested on true-shaped files without carrying a copy of any.
 * Deterministic: two runs write the same bytes. `npm run fixtures`; an argument names another output folder.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Figures, Label, Score } from './fixture-layouts.ts';
import {
  data360Csv,
  EDITIONS,
  egovkbCsv,
  INDICES,
  REKEYED_CSV_EDITIONS,
  REKEYED_XLSX_EDITIONS,
  rekeyedCsv,
  rekeyedXlsx,
} from './fixture-layouts.ts';
import { ORIGINS } from './fixture-origins.ts';

const root = packageRoot(import.meta.dirname);
const outDir = process.argv[2] ?? join(root, 'fixtures', 'un-survey');
const figures = readFigures(join(root, 'fixtures', 'figures'));

for (const edition of EDITIONS) put(`egovkb/EGOV_DATA_${edition}.csv`, egovkbCsv(figures, edition));
for (const edition of REKEYED_XLSX_EDITIONS)
  put(`unu-egov/egdi-${edition}.xlsx`, rekeyedXlsx(figures, edition));
for (const edition of REKEYED_CSV_EDITIONS) put(`unu-egov/egdi-${edition}.csv`, rekeyedCsv(figures, edition));
for (const index of INDICES) put(`data360/UN_EGDI_${index}_WIDEF.csv`, data360Csv(figures, index));
for (const [folder, origin] of Object.entries(ORIGINS)) {
  put(`${folder}/origin.json`, `${JSON.stringify(origin, null, 2)}\n`);
}

/** The folder of `package.json`: the compiled script lies one folder deeper than its source. */
function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('no package.json above this script');
  return packageRoot(parent);
}

function readFigures(folder: string): Figures {
  const rows = <T>(name: string): T[] => parse(readFileSync(join(folder, name)), { columns: true }) as T[];
  const labels = rows<Label>('labels.csv');
  const scores = new Map(rows<Score>('scores.csv').map((s) => [`${s.edition}/${s.iso3}`, s]));
  if (scores.size !== labels.length * EDITIONS.length)
    throw new Error('scores.csv: not every edition × country');
  return {
    labels,
    score(edition, iso3) {
      const found = scores.get(`${edition}/${iso3}`);
      if (found === undefined) throw new Error(`scores.csv: no row for ${iso3} in ${edition}`);
      return found;
    },
  };
}

function put(path: string, content: string | Uint8Array): void {
  const file = join(outDir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  process.stdout.write(`${relative(process.cwd(), file)}\n`);
}
