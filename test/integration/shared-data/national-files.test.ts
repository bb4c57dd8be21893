/**
 * Published files of the statistics offices through the readers and adapters. They lie beside the project and are not
 * part of it, so this test says so where they are absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { createFindingList, DEFAULT_FINDING_LIMITS } from '../../../src/model/finding-list.ts';
import type { Json } from '../../../src/model/json.ts';
import type { NationalObservation } from '../../../src/model/national-observation.ts';
import { DEFAULT_LIMITS, openDocumentReader } from '../../../src/readers/read-document.ts';
import { createRegionNames, findRegionByCode } from '../../../src/reference/regions.ts';
import { readOpenDataMeta, readOpenDataRows } from '../../../src/sources/national/open-data-kz.ts';
import { readNationalFile } from '../../../src/sources/national/read-document.ts';
import { createRecordSink } from '../../../src/sources/national/record-sink.ts';
import type { DocumentSource } from '../../../src/sources/national/source.ts';
import { normaliseNational } from '../../../src/stages/normalise/national.ts';
import { checkNationalTotals } from '../../../src/stages/reconcile/national-totals.ts';
import {
  AGRICULTURE_TREE,
  CIS_GDP,
  CPI_CUBE,
  json,
  lineOf,
  OPEN_DATA,
  readNational,
} from '../../support/national-sources.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'national');
const absent = !existsSync(folder);
if (absent) console.warn('NOT READ: ../shared/data/national is absent');

const newFindings = () =>
  createFindingList({ file: 'f', sha256: '0', sheet: null }, () => [], DEFAULT_FINDING_LIMITS);

/** Reads a file as the pipeline does. */
async function observationsOf(path: string, source: DocumentSource) {
  const findings = newFindings();
  const sink = createRecordSink(findings);
  const normaliser = normaliseNational(source, findings);
  const observations: NationalObservation[] = [];
  const documents = openDocumentReader();
  try {
    const reading = { documents, limits: DEFAULT_LIMITS };
    for await (const records of readNationalFile({ path }, source, sink, reading)) {
      observations.push(...normaliser.observations(records));
    }
  } finally {
    await documents.close();
  }
  normaliser.finish();
  return { observations, codes: findings.issues().map(({ code }) => code) };
}

describe.skipIf(absent)(
  `the published national files${absent ? ' — NOT READ, ../shared/data is absent' : ''}`,
  () => {
    it('the cube named .csv loads, with and without its byte order mark', async () => {
      const path = join(folder, 'statgovkz_cpi_cube.tsv');
      const { observations, codes } = await observationsOf(path, CPI_CUBE);
      expect(codes).toEqual([]);
      const base = 'comparison_base=same period of the previous year';
      expect(observations.map(lineOf)).toEqual([
        `KAZ:270000000 2019-11 ${base} 105`,
        `KAZ:270000000 2018-06 ${base} 106.1`,
        expect.stringMatching(/^KAZ:270000000 2018-10 /),
      ]);
      const copies = await mkdtemp(join(tmpdir(), 'egdi-cube-'));
      try {
        const marked = join(copies, 'cube.csv');
        await writeFile(marked, `\ufeff${readFileSync(path, 'utf8')}`);
        expect((await observationsOf(marked, CPI_CUBE)).observations.map(lineOf)).toEqual(
          observations.map(lineOf),
        );
      } finally {
        await rm(copies, { recursive: true });
      }
    });

    it('the Taldau tree gives 16 years of the country with every digit', async () => {
      const { observations, codes } = await observationsOf(
        join(folder, 'taldau_index_tree.json'),
        AGRICULTURE_TREE,
      );
      expect(codes).toEqual([]);
      expect(observations).toHaveLength(16);
      expect(observations.map(lineOf)).toContain('KAZ 2020 6334668832923.03');
      expect(observations.map(lineOf)).toContain('KAZ 2012 2393619005160');
    });

    it('the export of data.egov.kz gives 18 × 6 values, whose 17 regions add up to the country six times', async () => {
      const meta = json({
        nameRu: 'Численность населения на 1 января 2021 года',
        fields: Object.fromEntries(
          ['region', ...Object.keys(OPEN_DATA.columns)].map((name) => [name, { type: 'String' }]),
        ),
      });
      const documents = openDocumentReader();
      try {
        const { sheets } = await documents.read(
          join(folder, 'data_egov_kz_population_v4.csv'),
          () => undefined,
        );
        const { observations, issues } = await readNational(OPEN_DATA, async (sink) => {
          const found = readOpenDataMeta(meta as Json, OPEN_DATA, sink);
          if (found) await readOpenDataRows(sheets[0]?.rows ?? [], found, OPEN_DATA, sink);
        });
        expect(issues).toEqual([]);
        expect(observations).toHaveLength(108);
        expect(new Set(observations.map(({ regionCode }) => regionCode)).size).toBe(18);
        const findings = newFindings();
        expect(checkNationalTotals(observations, true, findings)).toEqual({
          checked: 6,
          mismatched: 0,
          suppressed: 0,
        });
      } finally {
        await documents.close();
      }
    });

    it('the answer of CIS Stat gives its four countries and leaves «CHГ» out', async () => {
      const { observations, codes } = await observationsOf(
        join(folder, 'cisstat_gdp_volume_714662.json'),
        CIS_GDP,
      );
      expect(codes).toEqual(['region-left-out']);
      expect(observations.map(lineOf)).toEqual([
        'KAZ 1991 89',
        'KAZ 1992 94.7',
        'RUS 1992 85.5',
        'KGZ 1993 84.5',
      ]);
    });

    it('the list of regions is that of the dictionary: term, code and name are of one region', () => {
      const names = createRegionNames('KAZ', ['ru']);
      const rows = parse(readFileSync(join(folder, 'kato_regions_taldau.csv')), { columns: true }) as Record<
        'taldau_term_id' | 'kato' | 'name_ru',
        string
      >[];
      expect(rows).toHaveLength(21);
      for (const { taldau_term_id: term, kato, name_ru: name } of rows) {
        const region = findRegionByCode('KAZ', 'taldau', term);
        expect([name, region]).not.toContain(undefined);
        expect(findRegionByCode('KAZ', 'kato', kato || '0')).toBe(region);
        expect(names.resolve(name)).toEqual({ kind: 'known', region });
      }
    });

    it('the names of the population cube are 20 regions, which add up to the country, and 227 areas below them', () => {
      const { demography } = JSON.parse(
        readFileSync(join(folder, 'statgovkz_population_telecom_kk.json'), 'utf8'),
      );
      const names = createRegionNames('KAZ', ['kk']);
      const sums = { known: 0, below: 0 };
      const found = new Map<string, number>();
      let below = 0;
      for (const { name, value } of demography.regions as { name: string; value: number }[]) {
        const answer = names.resolve(name);
        if (answer.kind !== 'known' && answer.kind !== 'below') throw new Error(`${name} is ${answer.kind}`);
        sums[answer.kind] += value;
        if (answer.kind === 'known') found.set(answer.region.regionCode, value);
        else below += 1;
      }
      expect([found.size, below]).toEqual([20, 227]);
      expect(sums).toEqual({ known: demography.population, below: demography.population });
    });
  },
);
