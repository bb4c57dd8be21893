/**
 * One process of the wide benchmark:
 *   wide-table write   <file> <cells> <sparse|full>  a table in the layout of WDIData.csv
 *   wide-table parse   <file>                        csv-parse alone
 *   wide-table observe <file>                        reader → validate → normalise, as `egdi run international` does it
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { parse } from 'csv-parse';
import { international } from '../pipelines/international/index.ts';
import { createFindingList, DEFAULT_FINDING_LIMITS } from '../src/model/finding-list.ts';
import { assertConserved } from '../src/model/stage.ts';
import { countryNames } from '../src/pipeline/indicators/country-names.ts';
import { openIndicatorFile } from '../src/pipeline/indicators/open-file.ts';
import { observeTable } from '../src/pipeline/run/observe-table.ts';
import { parserOptions } from '../src/readers/csv.ts';
import { DEFAULT_LIMITS, openDocumentReader } from '../src/readers/read-document.ts';
import { COUNTRIES } from '../src/reference/countries.ts';

const FIRST_YEAR = 1960;
const YEARS = 65;
const LIMITS = { ...DEFAULT_LIMITS, maxFileBytes: 4_000_000_000 };

const [mode = '', path = '', cells = '', fill = 'sparse'] = process.argv.slice(2);
const result = await run();
process.stdout.write(`${JSON.stringify(result)}\n`);

async function run(): Promise<object> {
  switch (mode) {
    case 'write':
      return write(Number(cells), fill === 'full');
    case 'parse':
      return parseAlone();
    case 'observe':
      return observe();
    default:
      throw new Error(`unknown mode ${mode}`);
  }
}

/** Country by country, and in each all indicators: the order of the published file. Values have 1 to 17 digits. */
async function write(cellCount: number, isFull: boolean): Promise<object> {
  const rowCount = Math.ceil(cellCount / (YEARS + 4));
  const indicators = Math.ceil(rowCount / COUNTRIES.length);
  const file = createWriteStream(path);
  const years = Array.from({ length: YEARS }, (_, at) => FIRST_YEAR + at);
  let text = `\ufeff${line(['Country Name', 'Country Code', 'Indicator Name', 'Indicator Code', ...years.map(String)])}`;
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let row = 0; row < rowCount; row += 1) {
    const { iso3, nameEn } = COUNTRIES[Math.floor(row / indicators)] ?? { iso3: 'ZWE', nameEn: 'Zimbabwe' };
    const number = row % indicators;
    // Series begin late; some have no value at all.
    const from = isFull ? 0 : Math.floor(random() * YEARS * 1.1);
    const values = years.map((_, at) =>
      at < from ? '' : String(at % 3 === 0 ? Math.floor(random() * 1e6) : random() * 100),
    );
    text += line([
      nameEn,
      iso3,
      `Series number ${number} of the benchmark (per 100 people)`,
      `B.SER.${number}`,
      ...values,
    ]);
    if (text.length < 262_144) continue;
    if (!file.write(text)) await once(file, 'drain');
    text = '';
  }
  file.end(text);
  await once(file, 'close');
  return {};
}

function line(texts: readonly string[]): string {
  return `${texts.map((text) => `"${text}"`).join(',')},\r\n`;
}

async function parseAlone(): Promise<object> {
  const parser = createReadStream(path, { highWaterMark: 262_144 }).pipe(
    parse({ ...parserOptions(',', LIMITS), bom: true }),
  );
  let found = 0;
  parser.on('data', (record: string[]) => {
    found += record.length;
  });
  await once(parser, 'end');
  return { cells: found };
}

async function observe(): Promise<object> {
  const reader = openDocumentReader({ limits: LIMITS });
  const { tables } = await openIndicatorFile(reader, path, international, null);
  const [table] = tables;
  if (table === undefined) throw new Error('the table was not recognised');
  const findings = createFindingList(
    { file: path, sha256: '', sheet: null },
    () => [],
    DEFAULT_FINDING_LIMITS,
  );
  const observed = observeTable(
    {
      rows: table.rows,
      layout: { layouts: [table.found.layout], series: null },
      countries: countryNames(international),
    },
    findings,
  );
  let observations = 0;
  let values = 0;
  for await (const block of observed.blocks) {
    observations += block.length;
    for (const { value } of block) if (value !== null) values += 1;
  }
  await reader.close();
  observed.counts().forEach(assertConserved);
  if (findings.hasErrors()) throw new Error(JSON.stringify(findings.issues().slice(0, 3)));
  return { observations, values };
}
