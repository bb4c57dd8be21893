import { describe, expect, test } from 'vitest';
import {
  diffPartitions,
  type PartitionRows,
  partitionRows,
} from '../../../../src/warehouse/releases/release-diff.ts';
import { DATASETS, draftPartition } from '../../../../src/warehouse/versions/datasets.ts';

/** A score row of which only the named columns matter. */
function score(
  iso3: string,
  indexCode: string,
  cells: Readonly<Record<string, string>> = {},
): (string | null)[] {
  return DATASETS.score.columns.map((column) =>
    column === 'iso3' ? iso3 : column === 'index_code' ? indexCode : (cells[column] ?? null),
  );
}

function scores(edition: number, ...rows: (string | null)[][]): PartitionRows {
  return { dataset: 'score', partitionKey: String(edition), rows };
}

function reference(table: string, ...rows: [string, object][]): PartitionRows {
  return {
    dataset: 'reference',
    partitionKey: table,
    rows: rows.map(([key, content]) => [table, key, JSON.stringify(content)]),
  };
}

const KAZ = { score_published: '0.7597', rank_published: '39', rank_competition: '39' };

describe('B15 diff', () => {
  test('equal states differ in nothing, whatever the order of their rows', () => {
    const a = scores(2018, score('KAZ', 'EGDI', KAZ), score('AUT', 'EGDI'));
    const b = scores(2018, score('AUT', 'EGDI'), score('KAZ', 'EGDI', KAZ));
    expect(diffPartitions([a], [b])).toEqual({
      isEmpty: true,
      partitions: [],
      rows: [],
      rankMoves: [],
      figures: [],
      summaries: [],
    });
  });

  test('a changed figure is its cells, its size and its rank move, and nothing else', () => {
    const before = scores(2018, score('KAZ', 'EGDI', KAZ), score('AUT', 'EGDI', { score_published: '0.83' }));
    const after = scores(
      2018,
      score('KAZ', 'EGDI', {
        ...KAZ,
        score_published: '0.7697',
        rank_published: '35',
        rank_competition: '36',
      }),
      score('AUT', 'EGDI', { score_published: '0.83' }),
    );
    const diff = diffPartitions([before], [after]);
    const key = {
      tableName: 'fact_index_score',
      iso3: 'KAZ',
      edition: 2018,
      groupCode: null,
      indexCode: 'EGDI',
      indicatorCode: null,
      period: null,
      rowKey: null,
    };
    expect(diff.partitions).toEqual([
      {
        dataset: 'score',
        partitionKey: '2018',
        tableName: 'fact_index_score',
        change: 'changed',
        rowsAdded: 0,
        rowsRemoved: 0,
        rowsChanged: 1,
      },
    ]);
    expect(diff.rows).toEqual([
      {
        ...key,
        change: 'changed',
        cells: [
          { column: 'score_published', before: '0.7597', after: '0.7697', isSourceFigure: true },
          { column: 'rank_published', before: '39', after: '35', isSourceFigure: true },
          { column: 'rank_competition', before: '39', after: '36', isSourceFigure: false },
        ],
      },
    ]);
    expect(diff.rankMoves).toEqual([{ ...key, column: 'rank_published', before: 39, after: 35, places: 4 }]);
    expect(diff.figures).toEqual([
      {
        ...key,
        column: 'score_published',
        before: '0.7597',
        after: '0.7697',
        change: '0.01',
        relativeChange: '0.013163',
      },
    ]);
    expect(diff.summaries).toEqual([
      {
        tableName: 'fact_index_score',
        indexCode: 'EGDI',
        indicatorCode: null,
        column: 'score_published',
        count: 1,
        maxAbsoluteChange: '0.01',
        maxRelativeChange: '0.013163',
      },
    ]);
  });

  test('indices without printed ranks move by their competition rank', () => {
    const of = (rank: string) => scores(2018, score('KAZ', 'OSI', { rank_competition: rank }));
    expect(diffPartitions([of('16')], [of('20')]).rankMoves).toMatchObject([
      { column: 'rank_competition', before: 16, after: 20, places: -4 },
    ]);
  });

  test('a row that appears is added with its printed figures, and one that goes is removed', () => {
    const diff = diffPartitions(
      [scores(2018, score('KAZ', 'EGDI', KAZ))],
      [scores(2018, score('AUT', 'EGDI', { score_published: '0.83', level_group: 'very_high' }))],
    );
    expect(diff.rows).toMatchObject([
      {
        iso3: 'AUT',
        change: 'added',
        cells: [{ column: 'score_published', before: null, after: '0.83', isSourceFigure: true }],
      },
      { iso3: 'KAZ', change: 'removed' },
    ]);
    expect(diff.partitions).toMatchObject([{ rowsAdded: 1, rowsRemoved: 1, rowsChanged: 0 }]);
  });

  test('a partition on one side only is added or removed', () => {
    const edition = scores(2020, score('KAZ', 'EGDI', KAZ));
    expect(diffPartitions([], [edition]).partitions).toMatchObject([{ change: 'added', rowsAdded: 1 }]);
    expect(diffPartitions([edition], []).partitions).toMatchObject([{ change: 'removed', rowsRemoved: 1 }]);
  });

  test('reference rows are compared field by field, memberships member by member', () => {
    const before = [
      reference('dim_index', ['EGDI', { index_code: 'EGDI', name_en: 'A', sort_order: 1 }]),
      reference('group_membership', [
        '2018 cis',
        { edition: 2018, group_code: 'cis', members: ['ARM', 'KAZ'] },
      ]),
    ];
    const after = [
      reference('dim_index', ['EGDI', { sort_order: 1, name_en: 'B', index_code: 'EGDI' }]),
      reference('group_membership', [
        '2018 cis',
        { edition: 2018, group_code: 'cis', members: ['KAZ', 'UZB'] },
      ]),
    ];
    const { rows } = diffPartitions(before, after);
    expect(rows).toMatchObject([
      {
        tableName: 'dim_index',
        rowKey: 'EGDI',
        indexCode: 'EGDI',
        change: 'changed',
        cells: [{ column: 'name_en', before: 'A', after: 'B', isSourceFigure: false }],
      },
      { tableName: 'fact_group_membership', iso3: 'ARM', edition: 2018, groupCode: 'cis', change: 'removed' },
      { tableName: 'fact_group_membership', iso3: 'UZB', edition: 2018, groupCode: 'cis', change: 'added' },
    ]);
  });

  test('a filter keeps the rows of an index and of a country', () => {
    const before = scores(2018, score('KAZ', 'EGDI'), score('KAZ', 'OSI'), score('AUT', 'EGDI'));
    const after = scores(
      2018,
      score('KAZ', 'EGDI', KAZ),
      score('KAZ', 'OSI', KAZ),
      score('AUT', 'EGDI', KAZ),
    );
    const found = (filter: object) =>
      diffPartitions([before], [after], filter).rows.map(({ iso3, indexCode }) => `${iso3} ${indexCode}`);
    expect(found({})).toEqual(['AUT EGDI', 'KAZ EGDI', 'KAZ OSI']);
    expect(found({ country: 'KAZ' })).toEqual(['KAZ EGDI', 'KAZ OSI']);
    expect(found({ index: 'EGDI' })).toEqual(['AUT EGDI', 'KAZ EGDI']);
    expect(found({ index: 'EGDI', country: 'UZB' })).toEqual([]);
  });

  test('the largest moves and changes come first', () => {
    const of = (rank: number, value: string) => (iso3: string) =>
      score(iso3, 'EGDI', { score_published: value, rank_published: String(rank) });
    const diff = diffPartitions(
      [scores(2018, of(10, '0.5')('AAA'), of(10, '0.5')('BBB'), of(10, '0.5')('CCC'))],
      [scores(2018, of(12, '0.51')('AAA'), of(2, '0.4')('BBB'), of(15, '0.505')('CCC'))],
    );
    expect(diff.rankMoves.map(({ iso3, places }) => [iso3, places])).toEqual([
      ['BBB', 8],
      ['CCC', -5],
      ['AAA', -2],
    ]);
    expect(diff.figures.map(({ iso3, change }) => [iso3, change])).toEqual([
      ['BBB', '-0.1'],
      ['AAA', '0.01'],
      ['CCC', '0.005'],
    ]);
    expect(diff.summaries).toMatchObject([
      { count: 3, maxAbsoluteChange: '0.1', maxRelativeChange: '0.200000' },
    ]);
  });
});

test('numbers of a draft have one spelling, rounded as the database keeps them', () => {
  const row = DATASETS.score.columns.map((column) => {
    if (column === 'iso3') return 'KAZ';
    if (column === 'index_code') return 'EGDI';
    if (column === 'score_published') return '0.75970';
    if (column === 'score_recomputed_rounded') return '0.123456';
    if (column === 'residual') return '-0.000000000000000';
    if (column === 'rank_published') return 39;
    if (column === 'is_score_tied') return false;
    return column === 'methodology_id' ? 'EGDI-2010.0' : null;
  });
  const [found] = partitionRows(draftPartition('score', '2018', [row])).rows;
  const cell = (column: string) => found?.[DATASETS.score.columns.indexOf(column)];
  expect(cell('score_published')).toBe('0.7597');
  expect(cell('score_recomputed_rounded')).toBe('0.12346');
  expect(cell('residual')).toBe('0');
  expect(cell('rank_published')).toBe('39');
  expect(cell('is_score_tied')).toBe('false');
  expect(cell('methodology_id')).toBe('EGDI-2010.0');
});
