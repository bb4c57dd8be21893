/** The official file of edition 2018, each time with one thing wrong in its figures, names or columns. */
import type { HostileCase } from './hostile-cases.ts';

/** Columns of the official layout; the index of a cell in its record. */
const COLUMN = { edition: 0, name: 1, rank: 2, egdi: 3, epi: 4, osi: 5, hci: 6, tii: 7 } as const;
type Column = keyof typeof COLUMN;

/** A CSV file as printed fields, quotes and blanks included; a name with a comma stays one field. */
class PrintedTable {
  readonly records: string[][];

  constructor(text: string) {
    this.records = text
      .trimEnd()
      .split('\r\n')
      .map((line) => line.match(/(?:"[^"]*"|[^,"])+|(?<=,|^)(?=,|$)/g) ?? []);
  }

  get rows(): string[][] {
    return this.records.slice(1);
  }

  row(name: string): string[] {
    const found = this.rows.find((record) => plainName(record) === name);
    if (!found) throw new Error(`the base file has no row of ${name}`);
    return found;
  }

  text(): string {
    return `${this.records.map((record) => record.join(',')).join('\r\n')}\r\n`;
  }
}

function plainName(record: readonly string[]): string {
  return (record[COLUMN.name] ?? '').replaceAll('"', '').trim();
}

/** `base` is the official file of 2018; `rekeyed` the same figures keyed by ISO 3166, which name no edition. */
export function surveyCases(base: string, rekeyed: string): HostileCase[] {
  const edited = (edit: (table: PrintedTable) => void): string => {
    const table = new PrintedTable(base);
    edit(table);
    const text = table.text();
    if (text === base) throw new Error('a hostile case changes nothing');
    return text;
  };
  const withCell = (name: string, column: Column, text: string): string =>
    edited((table) => {
      table.row(name)[COLUMN[column]] = text;
    });
  const refusedCell = (
    file: string,
    wrong: string,
    issue: string,
    column: Column,
    text: string,
  ): HostileCase => ({
    ...{ file: `${file}.csv`, wrong, issues: [issue], exitCode: 3 },
    content: withCell('Kazakhstan', column, text),
  });
  const accepted = (file: string, wrong: string, content: string | Uint8Array): HostileCase => ({
    ...{ file, wrong, issues: [], exitCode: 0, content },
  });

  return [
    {
      ...{ file: 'column-missing.csv', wrong: 'The column of the OSI is gone.', exitCode: 3 },
      issues: ['column-missing'],
      content: edited(({ records }) => {
        for (const record of records) record.splice(COLUMN.osi, 1);
      }),
    },
    {
      ...{ file: 'column-renamed.csv', wrong: 'The column of the HCI has another name.', exitCode: 3 },
      issues: ['column-missing', 'column-unexpected'],
      content: edited(({ records }) => records[0]?.splice(COLUMN.hci, 1, 'Human Capital')),
    },
    {
      ...{ file: 'column-duplicate.csv', wrong: 'The column of the OSI is there twice.', exitCode: 3 },
      issues: ['column-duplicate'],
      content: edited(({ records }) => {
        for (const record of records) record.push(record[COLUMN.osi] ?? '');
      }),
    },
    {
      ...{
        file: 'column-proto.csv',
        wrong: 'A further column is named like a property of every object.',
        exitCode: 3,
      },
      issues: ['column-unexpected'],
      content: edited(({ records }) => {
        for (const record of records) record.push('__proto__');
      }),
    },
    {
      ...{ file: 'name-unknown.csv', wrong: 'One country has a name that no alias declares.', exitCode: 3 },
      issues: ['name-unknown'],
      content: withCell('Kazakhstan', 'name', '"Kazakstan "'),
    },
    {
      ...{
        file: 'row-conflict.csv',
        wrong: 'One country is there twice, with different figures.',
        exitCode: 3,
      },
      issues: ['row-conflict'],
      content: edited((table) => table.records.push(table.row('Kazakhstan').with(COLUMN.egdi, '0.76970'))),
    },
    accepted(
      'row-duplicate.csv',
      'One row is there twice, with the same figures.',
      edited((table) => table.records.push([...table.row('Kazakhstan')])),
    ),
    {
      ...{ file: 'member-missing.csv', wrong: 'One member state has no row.', exitCode: 3 },
      issues: ['member-missing'],
      content: edited((table) => table.records.splice(table.records.indexOf(table.row('Kazakhstan')), 1)),
    },
    refusedCell(
      'score-wrong-scale',
      'A score is printed on the scale 0 to 100.',
      'score-wrong-scale',
      'egdi',
      '75.97',
    ),
    refusedCell(
      'score-decimal-comma',
      'A score has a decimal comma.',
      'score-decimal-comma',
      'egdi',
      '"0,7597"',
    ),
    refusedCell('score-above-one', 'A score is above 1.', 'score-out-of-range', 'osi', '1.5'),
    refusedCell('score-negative', 'A score is below 0.', 'score-out-of-range', 'tii', '-0.1'),
    refusedCell(
      'score-not-a-number',
      'A word stands where a score belongs.',
      'score-not-a-number',
      'hci',
      'n/a',
    ),
    refusedCell('rank-not-an-integer', 'A rank has decimals.', 'rank-not-an-integer', 'rank', '39.5'),
    accepted(
      'rank-with-point-zero.csv',
      'A rank is written 39.0, as spreadsheets do.',
      withCell('Kazakhstan', 'rank', '39.0'),
    ),
    {
      ...{ file: 'EGOV_DATA_2020.csv', wrong: 'The file is named after 2020 and holds 2018.', exitCode: 3 },
      issues: ['edition-mismatch'],
      content: base,
    },
    {
      ...{ file: 'ranks-inverted.csv', wrong: 'The ranks run against the scores.', exitCode: 4 },
      issues: ['rank-order', 'rank-deviation'],
      content: edited(({ rows }) => {
        for (const row of rows) row[COLUMN.rank] = String(194 - Number(row[COLUMN.rank]));
      }),
    },
    {
      ...{ file: 'score-perturbed.csv', wrong: 'The HCI of Kazakhstan is 0.01 too high.', exitCode: 4 },
      issues: ['score-deviation'],
      content: edited((table) => {
        const row = table.row('Kazakhstan');
        row[COLUMN.hci] = (Number(row[COLUMN.hci]) + 0.01).toFixed(5);
      }),
    },
    {
      ...{ file: 'egdi-2016.csv', wrong: 'The figures of 2018 under the name of 2016.', exitCode: 4 },
      ...{ issues: ['score-off-lattice'], atLeast: true },
      content: rekeyed,
    },
    {
      ...{ file: 'name-mojibake.csv', wrong: 'UTF-8 names were read as Windows-1252.', exitCode: 0 },
      issues: ['name-mojibake'],
      content: edited((table) => {
        table.row("Côte d'Ivoire")[COLUMN.name] = `"${misread("Côte d'Ivoire")} "`;
        table.row('Türkiye')[COLUMN.name] = misread('Türkiye');
      }),
    },
  ];
}

/** UTF-8 bytes taken for characters, one each; the letters concerned are the same in Latin-1 and Windows-1252. */
function misread(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
