/**
 * Every country name that a fixture prints is known under the declared spellings, and means what it should.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { COUNTRY_ALIASES, NOT_SURVEY_UNITS } from '../../pipelines/un-survey/aliases.ts';
import { EDITIONS, membersOf } from '../../src/reference/editions.ts';
import { createNameResolver } from '../../src/reference/name-resolver.ts';

const figures = join(import.meta.dirname, '..', '..', 'fixtures', 'figures');
const read = (name: string) =>
  parse(readFileSync(join(figures, name)), { columns: true }) as Readonly<Record<string, string>>[];

describe('the figures that the fixtures are laid out from', () => {
  it.each(['survey_label', 'label_2018', 'world_bank_label'])('have a known name in every %s', (column) => {
    const resolver = createNameResolver(COUNTRY_ALIASES, NOT_SURVEY_UNITS);
    for (const row of read('labels.csv')) {
      expect(resolver.resolve(row[column] ?? '', 2018)).toEqual({ kind: 'known', iso3: row.iso3 });
    }
  });

  it('have a rank exactly for the members of each edition', () => {
    const rows = read('scores.csv');
    for (const { edition } of EDITIONS) {
      const ranked = rows.filter((row) => row.edition === String(edition) && row.rank !== '');
      expect(ranked.map((row) => row.iso3).toSorted()).toEqual(membersOf(edition));
    }
  });
});
