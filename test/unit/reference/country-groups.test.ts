import { describe, expect, it } from 'vitest';
import { COUNTRIES, findCountry } from '../../../src/reference/countries.ts';
import { COUNTRY_GROUPS, groupMembersAt } from '../../../src/reference/country-groups.ts';
import { EDITIONS, membersOf, referenceDateOf } from '../../../src/reference/editions.ts';

const findCountryGroup = (code: string) => COUNTRY_GROUPS.find(({ groupCode }) => groupCode === code);

function membersIn(groupCode: string, edition: number): readonly string[] {
  const group = findCountryGroup(groupCode);
  if (group === undefined) throw new Error(`no group ${groupCode}`);
  return groupMembersAt(group, referenceDateOf(edition));
}

const countsByEdition = (groupCode: string) =>
  EDITIONS.map(({ edition }) => membersIn(groupCode, edition).length);

describe('the country groups', () => {
  it('have unique codes and no member twice', () => {
    expect(new Set(COUNTRY_GROUPS.map((group) => group.groupCode)).size).toBe(COUNTRY_GROUPS.length);
    expect(COUNTRY_GROUPS).toHaveLength(1 + 5 + 22 + 12);
    for (const { groupCode, members } of COUNTRY_GROUPS) {
      expect([groupCode, new Set(members.map((m) => m.iso3)).size]).toEqual([groupCode, members.length]);
      expect(members.length).toBeGreaterThan(0);
    }
  });

  it('contain countries only, with well-formed dates', () => {
    for (const { iso3, validFrom, validTo } of COUNTRY_GROUPS.flatMap((group) => group.members)) {
      expect(findCountry(iso3), iso3).toBeDefined();
      for (const date of [validFrom, validTo]) if (date !== null) expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  });

  it('have the sizes of the reference list', () => {
    const sizes = Object.fromEntries(
      COUNTRY_GROUPS.filter((g) => !['region', 'subregion', 'world'].includes(g.kind)).map((g) => [
        g.groupCode,
        g.members.length,
      ]),
    );
    expect(sizes).toEqual({
      ...{ LDC: 51, LLDC: 32, SIDS: 37, CIS: 10, CIS_PAPER: 11, CA5: 5 },
      ...{ EAEU: 5, EU: 28, OECD: 38, G20: 19, ASEAN: 11, GCC: 6 },
    });
  });

  it('say which lists are recalled', () => {
    for (const { evidence, recalled } of COUNTRY_GROUPS)
      expect(recalled).toBe(evidence.startsWith('recalled'));
    expect(COUNTRY_GROUPS.filter((group) => group.recalled)).toHaveLength(10);
  });

  it('cover every country once by region and once by sub-region', () => {
    for (const kind of ['region', 'subregion']) {
      const members = COUNTRY_GROUPS.filter((group) => group.kind === kind).flatMap((group) => group.members);
      expect(members.map((m) => m.iso3).toSorted()).toEqual(COUNTRIES.map((c) => c.iso3));
    }
    for (const { unRegion, unSubregion } of COUNTRIES) {
      expect(findCountryGroup(unRegion)?.kind).toBe('region');
      expect(findCountryGroup(unSubregion)?.kind).toBe('subregion');
    }
  });
});

describe('membership of a group in an edition', () => {
  it('of the world is membership of the United Nations', () => {
    for (const { edition } of EDITIONS) expect(membersIn('WORLD', edition)).toEqual(membersOf(edition));
  });

  it('of a region leaves out who was not yet a UN member', () => {
    expect(membersIn('EUROPE', 2005)).not.toContain('MNE');
    expect(countsByEdition('EUROPE')).toEqual([42, 42, 42, ...Array(9).fill(43)]);
    expect(countsByEdition('AFRICA')).toEqual([...Array(5).fill(53), ...Array(7).fill(54)]);
    expect(membersIn('LLDC', 2010)).not.toContain('SSD');
  });

  it('of the European Union is 15, 25, 27, 28 and 27 again', () => {
    expect(countsByEdition('EU')).toEqual([15, 25, 25, 27, 27, 27, 28, 28, 28, 27, 27, 27]);
    expect(membersIn('EU', 2018)).toContain('GBR');
    expect(membersIn('EU', 2020)).not.toContain('GBR');
  });

  it('of the CIS has Georgia until 2008', () => {
    expect(membersIn('CIS', 2008)).toContain('GEO');
    expect(membersIn('CIS', 2010)).not.toContain('GEO');
  });

  it('of the Eurasian Economic Union begins with 2016', () => {
    expect(countsByEdition('EAEU')).toEqual([...Array(7).fill(0), 5, 5, 5, 5, 5]);
  });

  it('of the least developed countries follows graduations', () => {
    expect(countsByEdition('LDC')).toEqual([49, 50, 50, 49, 49, 48, 48, 48, 47, 47, 46, 45]);
  });

  it('does not hang on how a day of ending is counted: none is a reference day', () => {
    const days = new Set(EDITIONS.map(({ edition }) => referenceDateOf(edition)));
    for (const { validTo } of COUNTRY_GROUPS.flatMap((g) => g.members)) expect(days).not.toContain(validTo);
  });
});
