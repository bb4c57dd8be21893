/**
 * Every declared layout, series and table has a fixture that is read by it, so that none is declared and never tried.
 * The fixture is found by what reads it: adding a declaration without one fails here.
 */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { international } from '../../pipelines/international/index.ts';
import { national } from '../../pipelines/national/index.ts';
import { dimensionsText, type NationalObservation } from '../../src/model/national-observation.ts';
import { findTables, readTableFile } from '../../src/pipeline/national/read-table-file.ts';
import { openDocumentReader } from '../../src/readers/read-document.ts';
import { readIndicatorFile } from '../support/indicator-files.ts';
import { FIXTURE_FOLDER } from '../support/survey-files.ts';

/** A table that is declared in the walk-through of the README. */
const FOR_THE_WALK_THROUGH = 'households-internet.xls';
const ORIGIN = { publisher: 'p', title: 't', url: null, licence: 'l', retrievedOn: null, publishedOn: null };

/** Known from code and documentation of others, and tried on rows in memory only: no file of them was ever at hand. */
const WITHOUT_FILE = new Set([
  'itu-value-columns',
  // A table of whoever has one: tried on the reference's own, where that is at hand.
  'components',
  'worldbank-data360',
  'worldbank-countries',
  'worldbank-series',
  'worldbank-remarks-seriescode',
  'worldbank-remarks-countrycode',
  ...['labels', 'countries', 'metadata', 'regional'].flatMap((what) => [`uis-${what}`, `uis-${what}-lower`]),
]);

/** Files of data under folders of `fixtures/`. */
function filesOf(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(FIXTURE_FOLDER, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/^origin\.json$|\.(?:md|table\.json)$/.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
}

describe('layouts of indicator tables', () => {
  const readBy = new Map<string, number>();
  beforeAll(async () => {
    const series = 'itu:i91';
    for (const path of filesOf('international', 'excerpts/itu-datahub', 'un-survey/data360')) {
      const { layouts, observations, issues } = await readIndicatorFile(
        path,
        path.includes('itu/2015') ? series : null,
      );
      const errors = issues.filter(({ severity }) => severity === 'error');
      // A count in place of a rate, under the series that is told here for all three exports.
      if (!path.endsWith('Mobile_cellular_2000-2014.csv')) expect([path, errors]).toEqual([path, []]);
      for (const layout of layouts) readBy.set(layout, (readBy.get(layout) ?? 0) + observations.length);
    }
  });

  const withFile = <T extends { readonly id: string }>(declared: readonly T[]) =>
    declared.map(({ id }) => id).filter((id) => !WITHOUT_FILE.has(id));

  it.each(withFile(international.layouts))('%s reads observations from a fixture', (id) => {
    expect(readBy.get(id) ?? 0).toBeGreaterThan(0);
  });

  it.each(withFile(international.codeLists))('%s reads a fixture', (id) => {
    expect(readBy.has(id)).toBe(true);
  });

  it('those that no file of is known are declared, and read none', () => {
    const declared = [...international.layouts, ...international.codeLists].map(({ id }) => id);
    expect([...WITHOUT_FILE].filter((id) => !declared.includes(id) || readBy.has(id))).toEqual([]);
  });
});

describe('national declarations', () => {
  const names = new Set(filesOf('national', 'excerpts/invented').map((path) => basename(path)));
  it.each(national.series.map((series) => [series.source.id, series] as const))(
    'series %s has its files',
    (_, { files, metaFile }) => {
      for (const file of [...files, ...(metaFile ? [metaFile] : [])]) expect([...names]).toContain(file);
    },
  );

  const reader = openDocumentReader({ withNumbers: true });
  afterAll(() => reader.close());
  const readBy = new Map<string, number>();
  const shipped: NationalObservation[] = [];
  beforeAll(async () => {
    const workbooks = filesOf('national', 'excerpts', 'statistical-tables').filter((path) =>
      /\.xlsx?$/.test(path),
    );
    for (const path of workbooks) {
      if (basename(path) === FOR_THE_WALK_THROUGH) continue;
      const fitting = await findTables(path, national.tables, reader, () => {});
      const file = { path, sha256: 'x', bytes: 0, format: 'xlsx' as const, layoutId: '', origin: ORIGIN };
      const { parts } = readTableFile(file, fitting);
      for (const { layoutId = '', observations, findings } of parts) {
        expect([path, findings.hasErrors()]).toEqual([path, false]);
        readBy.set(layoutId, (readBy.get(layoutId) ?? 0) + observations.length);
        if (path.startsWith(join(FIXTURE_FOLDER, 'national'))) shipped.push(...observations);
      }
    }
  });
  it.each(national.tables.map(({ id }) => id))('table %s reads observations from a fixture', (id) => {
    expect(readBy.get(id) ?? 0).toBeGreaterThan(0);
  });

  it('of tables that ship: regions add up to their country, save where a part is suppressed', () => {
    const additive = new Set(
      national.tables
        .flatMap(({ load }) => load.indicators)
        .filter(({ isAdditive }) => isAdditive)
        .map(({ code }) => code),
    );
    const groups = new Map<string, NationalObservation[]>();
    for (const one of shipped.filter(({ indicatorCode }) => additive.has(indicatorCode))) {
      const key = [one.indicatorCode, one.period.firstDay, dimensionsText(one.dimensions)].join(' ');
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    let added = 0;
    for (const [key, group] of groups) {
      const country = group.find(({ regionCode }) => regionCode === 'KAZ');
      const regions = group.filter(({ regionCode }) => regionCode !== 'KAZ');
      if (regions.length === 0 || regions.some(({ status }) => status === 'confidential')) continue;
      const sum = regions.reduce((total, { value }) => total + Number(value ?? 0), 0);
      // Each printed figure stands for an interval of one decimal.
      const rounding = 0.05 * (regions.length + 1) + 1e-6;
      expect([key, Math.abs(sum - Number(country?.value)) <= rounding]).toEqual([key, true]);
      added += 1;
    }
    // Enterprises, those with innovations, employees; two of the seven columns of table 7.
    expect(added).toBe(5);
  });
});
