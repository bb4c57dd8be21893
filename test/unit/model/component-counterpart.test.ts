import { describe, expect, it } from 'vitest';
import { componentOf, parseCounterparts } from '../../../src/model/component-counterpart.ts';

const international = {
  counterpartId: 'itu:i99H',
  component: 'internet_users',
  series: { indicatorCode: 'itu:i99H' },
  comparability: 'reference',
  note: 'n',
} as const;
const own = {
  counterpartId: 'KAZ:users',
  component: 'internet_users',
  iso3: 'KAZ',
  series: { indicatorCode: 'bns:users' },
  comparability: 'level',
  note: 'n',
} as const;

describe('declared counterparts', () => {
  it('are taken with their defaults', () => {
    expect(parseCounterparts([international, own])[1]).toMatchObject({
      preference: 1,
      factor: '1',
      denominator: null,
      ageBand: null,
      series: { breakdown: '' },
    });
  });

  it.each([
    ['two of one id', [own, { ...own, preference: 2 }]],
    ['two of one preference', [own, { ...own, counterpartId: 'KAZ:other' }]],
    ['a series that is none', [{ ...own, comparability: 'none' as const }]],
    ['none that is a level', [{ ...own, series: null }]],
    ['a national one that is the reference', [{ ...own, comparability: 'reference' as const }]],
    ['an international one that is no reference', [{ ...international, comparability: 'level' as const }]],
    ['a factor that is no decimal', [{ ...own, factor: '1e3' }]],
    ['a component that is none', [{ ...own, component: 'gdp' as never }]],
  ])('are refused: %s', (_, declared) => {
    expect(() => parseCounterparts(declared)).toThrow();
  });

  it('know a component under the name that editions had for it', () => {
    expect([
      componentOf('wireless_broadband'),
      componentOf('internet_users'),
      componentOf('affordability'),
    ]).toEqual(['active_mobile_broadband', 'internet_users', undefined]);
  });
});
