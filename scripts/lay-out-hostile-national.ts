/**
 * Writes `fixtures/hostile-national/`: broken files of offices, and in `cases.json` what the program must say about
 * each. Deterministic. `npm run fixtures`, after the national fixtures; an argument names another output folder.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot, putFixture } from './figures.ts';

interface NationalCase {
  readonly file: string;
  /** One sentence. */
  readonly wrong: string;
  /** Codes of the errors that it raises. */
  readonly issues: readonly string[];
  readonly content: string | Uint8Array;
}

const root = packageRoot(import.meta.dirname);
const outDir = process.argv[2] ?? join(root, 'fixtures', 'hostile-national');
const national = (name: string) => readFileSync(join(root, 'fixtures', 'national', name), 'utf8');
const page = (title: string) =>
  `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;

const cases: readonly NationalCase[] = [
  {
    file: 'taldau-agriculture.json',
    wrong: 'A page about an error, sent with status 200.',
    issues: ['format-html'],
    content: page('Индекс за пределами диапазона'),
  },
  {
    file: '001_1en.xls',
    wrong: 'A table that was removed: a page under the name of a workbook, sent with status 200.',
    issues: ['format-html'],
    content: page('Page not found'),
  },
  {
    file: 'emiss-internet-users.xml',
    wrong: 'An empty selection: a page in place of the message, sent with status 200.',
    issues: ['format-html'],
    content: page('Нет данных'),
  },
  {
    file: 'siat-population.json',
    wrong: 'The codes of two regions are swapped.',
    issues: ['code-name-mismatch'],
    content: national('siat-population.json').replace(/"1712"|"1714"/g, (code) =>
      code === '"1712"' ? '"1714"' : '"1712"',
    ),
  },
  {
    file: 'bns-cpi.csv',
    wrong: 'A unit in brackets that is another one.',
    issues: ['unit-mismatch'],
    content: national('bns-cpi.csv').replaceAll('(Процент)', '(Промилле)'),
  },
  {
    file: 'open-data-kz-population.csv',
    wrong: 'An export without the answer of its meta call.',
    issues: ['file-missing'],
    content: national('open-data-kz-population.csv'),
  },
];

for (const { file, content } of cases) putFixture(outDir, file, content);
const declared = cases.map(({ content: _bytes, ...declaration }) => declaration);
putFixture(outDir, 'cases.json', `${JSON.stringify(declared, null, 2)}\n`);
process.stdout.write(`${cases.length} hostile files in ${outDir}\n`);
