/** Files as publishers serve them, and files that nobody should: what is read of each, and what is refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storedPart, writeZip } from '../../../scripts/zip-writer.ts';
import { type ReadIndicators, readIndicatorFile } from '../../support/indicator-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'egdi-publishers-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(name: string, content: string | Uint8Array): Promise<ReadIndicators> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return readIndicatorFile(path);
}
const archive = (files: Readonly<Record<string, string>>) =>
  writeZip(Object.entries(files).map(([name, text]) => storedPart(name, text)));
const codesOf = ({ issues }: ReadIndicators, ...severities: string[]) => [
  ...new Set(issues.filter(({ severity }) => severities.includes(severity)).map(({ code }) => code)),
];
const UIS_HEADER = 'INDICATOR_ID,COUNTRY_ID,YEAR,VALUE,MAGNITUDE,QUALIFIER\n';
const DATABANK =
  'Country Name,Country Code,Series Name,Series Code,2022 [YR2022],2023 [YR2023]\r\n' +
  'Kazakhstan,KAZ,Mobile cellular subscriptions (per 100 people),IT.CEL.SETS.P2,..,130.5\r\n';

describe('downloads as they are served', () => {
  it.each([
    [
      'with delimiters',
      ',,,,,\r\n,,,,,\r\nData from database: World Development Indicators,,,,,\r\nLast Updated: 12/16/2025,,,,,\r\n',
    ],
    ['without', '\r\n\r\nData from database: World Development Indicators\r\nLast Updated: 12/16/2025\r\n'],
  ])('DataBank: its last lines %s end the data', async (_, footer) => {
    const { observations, issues } = await read('databank.csv', `\ufeff${DATABANK}${footer}`);
    expect(issues).toEqual([]);
    expect(observations.map(({ value, status }) => [value, status])).toEqual([
      [null, 'not_available'],
      ['130.5', 'observed'],
    ]);
  });
  it('DataBank: a row that breaks off after its first text is held back, never read as blank', async () => {
    const { observations, issues, quarantined } = await read('cut.csv', `${DATABANK}Uzbekistan\r\n`);
    expect([observations.length, quarantined.length]).toEqual([2, 1]);
    expect(issues.map(({ code, cell }) => `${code} ${cell?.row}`)).toContain('csv-malformed 3');
  });

  it('WDI in bulk: the table is read, its lists tell groups, its footnotes are recognised and not kept', async () => {
    const found = await read(
      'WDI_CSV.zip',
      archive({
        'WDICSV.csv':
          'Country Name,Country Code,Indicator Name,Indicator Code,2022,2023\n' +
          'Kazakhstan,KAZ,Access to electricity (% of population),EG.ELC.ACCS.ZS,100,100\n' +
          'World,WLD,Access to electricity (% of population),EG.ELC.ACCS.ZS,91,92\n' +
          'Kazakhstan,KAZ,GDP (current US$),NY.GDP.MKTP.CD,225496254300,\n',
        'WDICountry.csv':
          'Country Code,Short Name,Table Name,Currency Unit,Region,Income Group\nKAZ,Kazakhstan,Kazakhstan,Tenge,Europe,Upper\nWLD,World,World,,,\n',
        'WDISeries.csv':
          'Series Code,Topic,Indicator Name,Long definition,Periodicity\nEG.ELC.ACCS.ZS,Energy,Access,The share of people,Annual\n',
        'WDIcountry-series.csv': 'CountryCode,SeriesCode,DESCRIPTION\nKAZ,SP.POP.TOTL,x\n',
        'WDIfootnote.csv': 'CountryCode,SeriesCode,Year,DESCRIPTION\nKAZ,SP.POP.TOTL,YR1990,x\n',
        'WDIseries-time.csv': 'SeriesCode,Year,DESCRIPTION\nSP.POP.TOTL,YR1990,x\n',
      }),
    );
    expect(codesOf(found, 'error', 'warning')).toEqual([]);
    expect(found.issues.filter(({ code }) => code === 'sheet-ignored')).toHaveLength(3);
    expect(found.observations).toHaveLength(4);
    expect([...found.indicators.values()].map(({ indicatorCode, unit }) => [indicatorCode, unit])).toEqual([
      ['worldbank:EG.ELC.ACCS.ZS', '% of population'],
      ['worldbank:NY.GDP.MKTP.CD', 'current US$'],
    ]);
  });

  it('UIS in bulk: national values are read; regions, labels, remarks and the read-me are known', async () => {
    const found = await read(
      'SDG.zip',
      archive({
        'SDG_README.md': '# Release, of, September\n\none, two\n',
        'SDG_DATA_NATIONAL.csv': `${UIS_HEADER}LR.AG15T99,KAZ,2018,99.78,,UIS_EST\n`,
        'SDG_DATA_REGIONAL.csv':
          'INDICATOR_ID,REGION_ID,YEAR,VALUE,MAGNITUDE,QUALIFIER\nLR.AG15T99,World,2018,86,,\n',
        'SDG_LABEL.csv': 'INDICATOR_ID,INDICATOR_LABEL_EN\nLR.AG15T99,Adult literacy rate (%)\n',
        'SDG_COUNTRY.csv': 'COUNTRY_ID,COUNTRY_NAME_EN\nKAZ,Kazakhstan\n',
        'SDG_METADATA.csv': 'INDICATOR_ID,COUNTRY_ID,YEAR,TYPE,METADATA\nLR.AG15T99,KAZ,2018,Source,x\n',
      }),
    );
    expect(codesOf(found, 'error', 'warning')).toEqual([]);
    expect(found.observations.map(({ iso3, value, isEstimated }) => [iso3, value, isEstimated])).toEqual([
      ['KAZ', '99.78', true],
    ]);
  });
});

describe('hostile files are refused within limits, each with its issue', () => {
  const good = 'A,KAZ,2018,1,,\n';
  it.each<readonly [string, string, string | Uint8Array]>([
    ['record-too-large', 'one endless line', 'Country Name,'.repeat(400_000)],
    [
      'record-too-large',
      'a quote that holds nothing but line breaks',
      `${UIS_HEADER}A,KAZ,2018,"${'\n'.repeat(2_000_000)}",,\n`,
    ],
    ['record-too-large', 'a quote that is never closed', `"${'a'.repeat(3_000_000)}`],
    [
      'column-unexpected',
      'a hundred thousand columns',
      `Country Name,Country Code,Indicator Name,Indicator Code,${Array.from({ length: 100_000 }, (_, n) => n).join()}\n`,
    ],
    ['format-unsupported', 'a NUL byte at its beginning', `${UIS_HEADER}A,KAZ,2018,1\0,,\n`],
    ['encoding-invalid', 'a NUL byte further down', `${UIS_HEADER}${good.repeat(10_000)}A,UZB,2018,1\0,,\n`],
    ['encoding-invalid', 'UTF-16 without a mark', Buffer.from(UIS_HEADER + good, 'utf16le')],
    ['csv-malformed', 'a row with a column more than the header', `${UIS_HEADER}${good}A,UZB,2018,1,,,9\n`],
    [
      'format-unsupported',
      'an archive within an archive',
      archive({ 'a.zip': Buffer.from(archive({ 'a.csv': UIS_HEADER })).toString('latin1') }),
    ],
    [
      'archive-bomb',
      'an archive of too many members',
      archive(Object.fromEntries(Array.from({ length: 2001 }, (_, n) => [`${n}.csv`, 'a,b\n']))),
    ],
    ['file-empty', 'a header and nothing below it', UIS_HEADER],
  ])('%s: %s', async (code, _, content) => {
    const found = await read('hostile', content);
    expect(codesOf(found, 'error')).toEqual([code]);
  });
  it('UTF-16 with its mark is text like any other', async () => {
    const { observations } = await read(
      'utf16.csv',
      Buffer.from(`\ufeff${UIS_HEADER}A,KAZ,2018,1,,\n`, 'utf16le'),
    );
    expect(observations.map(({ value }) => value)).toEqual(['1']);
  });
});
