import { describe, expect, it } from 'vitest';
import { comparePeers, type PeerChoice } from '../../../src/analysis/peers.ts';
import type { IndexCode } from '../../../src/model/survey.ts';
import { editionFigures } from './figures.ts';

const figures = editionFigures(2020, [
  ['AAA', 0.9, 0.8, 0.7, 0.8, 1, ['WORLD', 'G']],
  // A tie that the edition broke on digits it did not print.
  ['BBB', 0.6, 0.6, 0.6, 0.6, 3, ['WORLD', 'G']],
  ['CCC', 0.5, 0.6, 0.7, 0.6, 2, ['WORLD', 'G']],
  ['DDD', 0.4, 0.5, 0.6, 0.5, 4, ['WORLD']],
  ['EEE', 0, 0.1, null, null, null, ['WORLD', 'G', 'EMPTY']],
]);
const ask = (iso3: string, peers: PeerChoice, indexCode: IndexCode = 'EGDI') =>
  comparePeers(figures, { iso3, indexCode, peers });
const group = (groupCode: string): PeerChoice => ({
  kind: 'group',
  groupCode,
  groupName: groupCode,
  isRecalled: false,
});

describe('a country among its peers', () => {
  it('in a group: ranks within follow the printed ranks, broken ties included', () => {
    const { members, place, isMember } = ask('BBB', group('G'));
    expect(isMember).toBe(true);
    expect(members.map(({ iso3, rankWithin, gap }) => [iso3, rankWithin, gap])).toEqual([
      ['AAA', 1, -0.2],
      ['CCC', 2, 0],
      ['BBB', 3, 0],
      ['EEE', null, null],
    ]);
    expect(place).toMatchObject({
      rank: 3,
      rankWithin: 3,
      of: 3,
      median: 0.7,
      gapToMedian: -0.1,
      best: { iso3: 'AAA' },
      gapToBest: -0.2,
    });
  });

  it('is told apart from a group that it is not in', () => {
    const { members, isMember } = ask('DDD', group('G'));
    expect([isMember, members.find(({ iso3 }) => iso3 === 'DDD')?.rankWithin]).toEqual([false, 4]);
  });

  it('by another index: derived competition ranks', () => {
    const { members, profile } = ask('DDD', { kind: 'countries', iso3: ['BBB', 'CCC'] }, 'TII');
    expect(members.map(({ iso3, rank, rankWithin }) => [iso3, rank, rankWithin])).toEqual([
      ['BBB', 2, 1],
      ['CCC', 2, 1],
      ['DDD', 4, 3],
    ]);
    expect(profile.map(({ indexCode }) => indexCode)).toEqual(['EGDI', 'OSI', 'HCI', 'EPI']);
  });

  it('has strengths and weaknesses against the median of the others', () => {
    const { profile } = ask('CCC', { kind: 'countries', iso3: ['BBB', 'DDD'] });
    expect(profile.map(({ indexCode, standing, gapToMedian }) => [indexCode, standing, gapToMedian])).toEqual(
      [
        ['OSI', 'level', 0],
        ['TII', 'strength', 0.05],
        ['HCI', 'strength', 0.1],
        ['EPI', 'level', 0],
      ],
    );
  });

  it('among the nearest by profile, none of which lacks a value', () => {
    const { members } = ask('BBB', { kind: 'nearest', count: 9, distance: 'euclidean' });
    expect(members.map(({ iso3 }) => iso3)).toEqual(['AAA', 'CCC', 'BBB', 'DDD']);
    expect(members.find(({ iso3 }) => iso3 === 'BBB')?.distance).toBeNull();
    expect(members.find(({ iso3 }) => iso3 === 'DDD')?.distance).toBeGreaterThan(0);
  });

  it.each([
    ['ZZZ', group('G'), 'not-a-member'],
    ['EEE', group('G'), 'not-assessed'],
    ['AAA', group('EMPTY'), 'no-peers'],
    ['AAA', group('NONE'), 'no-peers'],
    ['AAA', { kind: 'countries', iso3: ['ZZZ'] } as const, 'not-a-member'],
    ['AAA', { kind: 'countries', iso3: ['AAA'] } as const, 'no-peers'],
  ])('%s among %j is refused: %s', (iso3, peers, code) => {
    expect(() => ask(iso3, peers)).toThrow(expect.objectContaining({ code, exitCode: 2 }));
  });
});
