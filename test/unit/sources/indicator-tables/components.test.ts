import { describe, expect, it } from 'vitest';
import { international } from '../../../../pipelines/international/index.ts';
import { componentsOf } from '../../../../src/methodology/nodes.ts';
import { METHODS } from '../../../../src/methodology/registry.ts';
import { COMPONENT_INPUTS, givenComponentCode } from '../../../../src/reference/component-inputs.ts';
import { observeRows } from '../../../support/observed-rows.ts';

const HEADER = ['edition', 'iso3', 'component', 'value', 'data_year', 'source'];

describe('a table of components', () => {
  it('is read by the ids of the registry and by names that such tables have, its period the edition', async () => {
    const { facts, found } = await observeRows([
      HEADER,
      ['2018', 'KAZ', 'internet_users', '74.59', '2016', 'printed annex'],
      ['2012', 'KAZ', 'hci.adult_literacy_rate', '99.7', 'latest<=2011', null],
      ['2018', 'DNK', 'fixed_broadband', null, null, null],
    ]);
    expect(found).toEqual([]);
    expect(facts).toEqual([
      'components:HCI:adult_literacy KAZ 2012 99.7 (latest<=2011)',
      'components:TII:fixed_broadband DNK 2018 not_available',
      'components:TII:internet_users KAZ 2018 74.59 (2016 · printed annex)',
    ]);
  });

  it('is refused, cell by cell: an unknown component or country, a value out of its unit, a year that is none', async () => {
    const { found, messages, quarantined } = await observeRows([
      HEADER,
      ['2018', 'KAZ', 'internet_user', '74.59', null, null],
      ['2018', 'KAZ', 'internet_users', '13000000', null, null],
      ['2018', 'KAZ', 'adult_literacy', '-1', null, null],
      ['2018', 'XXX', 'internet_users', '74', null, null],
      ['next', 'KAZ', 'internet_users', '74', null, null],
      ['2018', 'KAZ', 'internet_users', '74,59', null, null],
    ]);
    // By row; who is no country is known after the others.
    const byRow = found.map((one) => one.split(' ')).sort(([, a = ''], [, b = '']) => (a < b ? -1 : 1));
    expect(byRow).toEqual([
      ['indicator-unknown', '2:3'],
      ['unit-mismatch', '3:4'],
      ['unit-mismatch', '4:4'],
      ['code-unknown', '5:2'],
      ['period-unknown', '6:1'],
      ['value-not-a-number', '7:4'],
    ]);
    expect(quarantined.toSorted()).toEqual([2, 3, 4, 5, 6, 7]);
    expect(messages.join(' ')).toContain('“13000000” is not within 0 to 100 per 100 inhabitants');
  });

  it('has every component for which an edition declares inputs, in the unit that is asked for', () => {
    const layout = international.layouts.find(({ id }) => id === 'components');
    for (const { indexCode, components } of COMPONENT_INPUTS) {
      for (const [component, [given]] of Object.entries(components)) {
        const declared = layout?.indicators[component];
        expect(declared?.indicatorCode, component).toBe(givenComponentCode(indexCode, component));
        expect(given, component).toMatchObject({
          indicatorCode: declared?.indicatorCode,
          unit: declared?.unit,
        });
        expect(layout?.ranges[declared?.indicatorCode ?? '']).toBeDefined();
      }
    }
  });
});

describe('declared inputs', () => {
  it('name the components of the method of their edition, all of them, in its order', () => {
    for (const { edition, indexCode, components } of COMPONENT_INPUTS) {
      const method = METHODS.find((one) => one.edition === edition);
      const declared =
        method === undefined ? [] : componentsOf(method.indices[indexCode]).map(({ code }) => code);
      expect(Object.keys(components), `${indexCode} ${edition}`).toEqual(declared);
    }
  });

  it('are there for every edition whose method can be computed, once', () => {
    const keys = COMPONENT_INPUTS.map(({ edition, indexCode }) => `${indexCode} ${edition}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const edition of [2012, 2014, 2016, 2018, 2020, 2022]) {
      expect(keys).toEqual(expect.arrayContaining([`TII ${edition}`, `HCI ${edition}`]));
    }
  });

  it('take upstream units and codes from declared layouts, where those are declared', () => {
    const known = new Map(
      international.layouts.flatMap(({ values, indicators }) => [
        ...Object.values(indicators).map((one) => [one.indicatorCode, one.unit] as const),
        ...('series' in values && values.series !== null
          ? ('indicator' in values.series ? [values.series] : Object.values(values.series)).map(
              (one) =>
                [
                  (one as { indicator: { indicatorCode: string; unit: string } }).indicator.indicatorCode,
                  (one as { indicator: { unit: string } }).indicator.unit,
                ] as const,
            )
          : []),
      ]),
    );
    for (const { components } of COMPONENT_INPUTS) {
      for (const { indicatorCode, unit } of Object.values(components).flat()) {
        const declared = known.get(indicatorCode);
        if (declared !== undefined) expect(unit, indicatorCode).toBe(declared);
      }
    }
    expect(known.get('itu:i911')).toBe('per 100 inhabitants');
  });
});
