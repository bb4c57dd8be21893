import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EditionSource } from '../../../src/model/facts.ts';
import { assembleEdition } from '../../../src/stages/normalise/assemble.ts';
import { codesOf, editionSource, type PrintedRow } from '../../support/survey-records.ts';

const KAZ: PrintedRow = ['0.7597', '0.8681', '0.5723', '0.8388', '0.8371', 1];
const KGZ: PrintedRow = ['0.5835', '0.6458', '0.3418', '0.7628', '0.6854', 2];
const MEMBERS = new Set(['KAZ', 'KGZ']);

const sha = (letter: string) => letter.repeat(64);
const official = editionSource(2018, { KAZ, KGZ }, { file: 'official.csv', sha256: sha('c') });
const copy = editionSource(2018, { KAZ, KGZ }, { file: 'copy.csv', sha256: sha('b'), precedence: 2 });
const panel = editionSource(
  2018,
  { KAZ, KGZ },
  { file: 'p.csv', sha256: sha('a'), precedence: 9, crossCheckOnly: true },
);
const partial = editionSource(
  2018,
  { KAZ },
  { file: 'part.csv', sha256: sha('d'), precedence: 1, complete: false },
);

const assemble = (...sources: EditionSource[]) => assembleEdition(2018, sources, MEMBERS);

function changed(source: EditionSource, row: PrintedRow): EditionSource {
  const other = editionSource(source.edition, { KAZ: row }, source.source);
  return { ...source, countries: new Map([...source.countries, ...other.countries]) };
}

const otherTii: PrintedRow = ['0.7597', '0.8681', '0.5823', '0.8388', '0.8371', 1];

const otherRank: PrintedRow = ['0.7597', '0.8681', '0.5723', '0.8388', '0.8371', 2];

describe('the primary source of an edition', () => {
  it('is the complete one of the best precedence, in whatever order the sources come', () => {
    const sources = [official, copy, panel, partial];
    fc.assert(
      fc.property(fc.shuffledSubarray(sources, { minLength: 4 }), (shuffled) => {
        const { edition, conflicts, issues } = assemble(...shuffled);
        expect(edition?.primary.source.file).toBe('official.csv');
        expect(edition?.crossChecks.map(({ source }) => source.file)).toEqual([
          'part.csv',
          'copy.csv',
          'p.csv',
        ]);
        expect(conflicts).toEqual([]);
        expect(codesOf(issues)).toEqual(['source-partial']);
      }),
      { seed: 3, numRuns: 48 },
    );
  });

  it('of equal precedence is decided by content, in whatever order they come', () => {
    const twin = editionSource(2018, { KAZ, KGZ }, { file: 'twin.csv', sha256: sha('a') });
    for (const sources of [
      [official, twin],
      [twin, official],
    ])
      expect(assemble(...sources).edition?.primary.source.file).toBe('twin.csv');
  });

  it('is a complete copy rather than a partial official file, of which it takes nothing', () => {
    const part = changed(partial, otherTii);
    const { edition, conflicts, issues } = assemble(part, copy);
    expect(edition?.primary.source.file).toBe('copy.csv');
    expect(edition?.countries[0]?.figures.TII.text).toBe('0.5723');
    expect(codesOf(issues)).toEqual(['source-partial']);
    expect(conflicts).toMatchObject([{ iso3: 'KAZ', indexCode: 'TII' }]);
  });

  it('has its countries in code order with all five indices', () => {
    const reversed = { ...official, countries: new Map([...official.countries].reverse()) };
    expect(assemble(reversed).edition?.countries.map(({ iso3 }) => iso3)).toEqual(['KAZ', 'KGZ']);
  });
});

describe('a partial source', () => {
  it('fills nothing: alone it refuses the edition and names each member without a row', () => {
    const { edition, issues } = assemble(partial, panel);
    expect(edition).toBeNull();
    expect(issues).toMatchObject([{ code: 'member-missing', iso3: 'KGZ', file: 'part.csv', edition: 2018 }]);
  });
});

describe('cross-checks', () => {
  it('alone refuse the edition: none of them is loaded as primary', () => {
    const { edition, issues } = assemble(panel);
    expect(edition).toBeNull();
    expect(issues).toMatchObject([{ code: 'source-without-primary', severity: 'error', file: 'p.csv' }]);
  });

  it('that say the same are confirmations', () => {
    const { edition, conflicts, issues } = assemble(official, copy, panel);
    expect([conflicts, issues]).toEqual([[], []]);
    expect(edition?.crossChecks).toHaveLength(2);
  });

  it('that print fewer zeros say the same', () => {
    const padded: PrintedRow = ['0.75970', '0.86810', '0.57230', '0.83880', '0.83710', 1];
    expect(assemble(changed(official, padded), copy).conflicts).toEqual([]);
  });

  it('that say otherwise are conflicts, cell by cell, and the primary stands', () => {
    const { edition, conflicts, issues } = assemble(official, changed(copy, otherTii));
    expect(issues).toEqual([]);
    expect(edition?.countries[0]?.figures.TII.text).toBe('0.5723');
    expect(conflicts).toMatchObject([
      {
        edition: 2018,
        iso3: 'KAZ',
        indexCode: 'TII',
        field: 'score',
        primaryText: '0.5723',
        otherText: '0.5823',
      },
    ]);
  });

  it('that have a value where the primary has none are conflicts', () => {
    const figures = official.countries.get('KAZ')?.figures;
    const missing = { status: 'not_available' as const, value: null, text: '0.0000', cell: { row: 2 } };
    const holed = new Map(official.countries);
    holed.set('KAZ', { iso3: 'KAZ', figures: { ...figures, TII: missing } });
    const { conflicts } = assemble({ ...official, countries: holed }, copy);
    expect(conflicts).toMatchObject([{ iso3: 'KAZ', indexCode: 'TII', primaryText: '0.0000' }]);
  });

  it('that rank otherwise are told of: a rank is a published figure too', () => {
    const { conflicts, issues } = assemble(official, changed(copy, otherRank));
    expect(conflicts.length + issues.length).toBeGreaterThan(0);
  });
});

describe('equally ranked sources', () => {
  const twin = editionSource(2018, { KAZ, KGZ }, { file: 'twin.csv', sha256: sha('d') });

  it('that disagree are undecided: none is taken, and both are named', () => {
    for (const sources of [
      [official, changed(twin, otherTii)],
      [changed(twin, otherTii), official],
    ]) {
      const { edition, issues } = assemble(...sources);
      expect(edition).toBeNull();
      expect(issues).toMatchObject([
        {
          code: 'source-conflict-undecided',
          severity: 'error',
          file: 'twin.csv',
          iso3: 'KAZ',
          indexCode: 'TII',
        },
      ]);
      expect(issues[0]?.hint).toContain('official.csv');
    }
  });

  it('that rank otherwise are undecided: which of them is taken must not fall to a hash', () => {
    expect(assemble(official, changed(twin, otherRank)).edition).toBeNull();
  });

  it('that agree confirm each other', () => {
    const { edition, conflicts, issues } = assemble(official, twin);
    expect([conflicts, issues]).toEqual([[], []]);
    expect(edition?.crossChecks).toHaveLength(1);
  });
});

it('an edition whose primary lacks an index is a defect of the layout, not of the data', () => {
  const figures = { ...official.countries.get('KAZ')?.figures };
  delete figures.EPI;
  const countries = new Map([...official.countries, ['KAZ', { iso3: 'KAZ', figures }] as const]);
  expect(() => assemble({ ...official, countries })).toThrow(RangeError);
});
