import { describe, expect, it } from 'vitest';
import { EDITIONS, membersOf, referenceDateOf } from '../../../src/reference/editions.ts';

const findEdition = (edition: number) => EDITIONS.find((record) => record.edition === edition);

describe('the editions', () => {
  it('are twelve, each naming the one before', () => {
    expect(EDITIONS.map((record) => record.edition)).toEqual([
      2003, 2004, 2005, 2008, 2010, 2012, 2014, 2016, 2018, 2020, 2022, 2024,
    ]);
    EDITIONS.forEach((record, index) => {
      expect(record.previousEdition).toBe(EDITIONS[index - 1]?.edition ?? null);
    });
  });

  it('assess as many members as were members then', () => {
    expect(EDITIONS.map((record) => record.memberCount)).toEqual([
      191, 191, 191, 192, 192, 193, 193, 193, 193, 193, 193, 193,
    ]);
    for (const { edition, memberCount } of EDITIONS)
      expect([edition, membersOf(edition).length]).toEqual([edition, memberCount]);
  });

  it('have Montenegro from 2008 and South Sudan from 2012', () => {
    const editionsWith = (iso3: string) =>
      EDITIONS.map((e) => e.edition).filter((e) => membersOf(e).includes(iso3));
    expect(editionsWith('MNE')[0]).toBe(2008);
    expect(editionsWith('SSD')[0]).toBe(2012);
    expect(editionsWith('SRB')).toHaveLength(12);
  });

  it('state a day of publication only where it is evidenced', () => {
    expect(EDITIONS.filter((record) => record.publishedOn !== null)).toEqual([findEdition(2024)]);
    expect(findEdition(2024)?.publishedOn).toBe('2024-09-17');
  });

  it('call the index by the name of the time', () => {
    expect(findEdition(2008)?.indexNameThen).toBe('E-government Readiness Index');
    expect(findEdition(2010)?.indexNameThen).toBe('E-Government Development Index');
  });

  it('are dated by the middle of their year', () => {
    expect(referenceDateOf(2018)).toBe('2018-07-01');
    expect(findEdition(2026)).toBeUndefined();
  });
});
