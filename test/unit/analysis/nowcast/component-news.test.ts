import { describe, expect, it } from 'vitest';
import { newsOfComponents } from '../../../../src/analysis/nowcast/component-news.ts';
import type { ViewFigure } from '../../../../src/model/national-view.ts';
import { counterpart, figure } from './views.ts';

const look = (figures: readonly ViewFigure[], byHand = new Map()) =>
  newsOfComponents(
    { figures, counterparts: [counterpart('internet_users', 'level')] },
    ['internet_users'],
    2022,
    byHand,
  );
const itu = figure('internet_users', 'international', '2022', 90);

describe('what is new about a component', () => {
  it('is the change of the national series since the data year, added to the international figure', () => {
    const { news } = look([
      itu,
      figure('internet_users', 'national', '2022', 93),
      figure('internet_users', 'national', '2024', 95.5),
    ]);
    expect(news[0]?.movements).toEqual([
      { basis: 'change', from: 90, to: 92.5 },
      { basis: 'level', from: 90, to: 95.5 },
    ]);
  });

  it('is the level where the series does not reach back and measures the same by and large', () => {
    const { news } = look([itu, figure('internet_users', 'national', '2024-05-31', 95)]);
    expect(news[0]?.movements).toEqual([{ basis: 'level', from: 90, to: 95 }]);
    expect(news[0]).toMatchObject({ nationalThen: null, latest: { period: '2024-05-31', cell: 'A1' } });
  });

  it('moves nothing in the estimate where only a level of another definition is there; that is a variant', () => {
    const { news } = look([
      itu,
      figure('internet_users', 'national', '2024', 95, { comparability: 'change' }),
    ]);
    expect(news[0]?.movements.map(({ basis, to }) => [basis, to])).toEqual([
      ['frozen', 90],
      ['level', 95],
    ]);
  });

  it('is the national change alone where no international figure is loaded', () => {
    const { news } = look([
      figure('internet_users', 'national', '2022', 93),
      figure('internet_users', 'national', '2024', 95),
    ]);
    expect(news[0]?.movements).toEqual([{ basis: 'change', from: 93, to: 95 }]);
  });

  it('compares with an international figure of at most two years before the data year, and says which', () => {
    const latest = figure('internet_users', 'national', '2024', 95);
    const of = (year: string) => look([figure('internet_users', 'international', year, 88), latest]);
    expect(of('2020').news[0]?.international).toMatchObject({ year: 2020, value: 88 });
    expect(of('2019').news).toEqual([]);
    expect(of('2019').frozen[0]?.because).toMatch(/international figure of 2022/);
    expect(of('2023').news).toEqual([]);
  });

  it.each([
    ['is about the data year or before', figure('internet_users', 'national', '2022', 95)],
    ['is context only', figure('internet_users', 'national', '2024', 95, { comparability: 'context' })],
    ['has no value', figure('internet_users', 'national', '2024', null)],
  ])('is none where the national figure %s', (_, national) => {
    const { news, frozen } = look([itu, national]);
    expect(news).toEqual([]);
    expect(frozen).toMatchObject([{ component: 'internet_users', because: expect.stringMatching(/./) }]);
  });

  it('is the latest figure, of two of one day the preferred one', () => {
    const { news } = look([
      itu,
      figure('internet_users', 'national', '2023', 91),
      figure('internet_users', 'national', '2024', 92, { preference: 2, counterpartId: 'other' }),
      figure('internet_users', 'national', '2024', 93),
    ]);
    expect(news[0]?.latest).toMatchObject({ value: 93, counterpartId: 'own' });
  });

  it('is a figure given by hand before any that is loaded, with its source', () => {
    const hand = new Map([['internet_users', { value: 96, source: 'a survey' }]]);
    const { news } = look([itu, figure('internet_users', 'national', '2024', 95)], hand);
    expect(news[0]).toMatchObject({ byHand: { value: 96, source: 'a survey' }, note: 'a survey' });
    expect(news[0]?.movements).toEqual([{ basis: 'level', from: 90, to: 96 }]);
  });

  it('says what is declared where there is no counterpart', () => {
    const view = { figures: [], counterparts: [counterpart('adult_literacy', 'none')] };
    const { frozen } = newsOfComponents(view, ['adult_literacy', 'fixed_broadband'], 2022, new Map());
    expect(frozen.map(({ because }) => because)).toEqual([
      'why it is not the same',
      'no national counterpart is declared',
    ]);
  });
});
