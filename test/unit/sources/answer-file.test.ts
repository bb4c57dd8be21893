import { describe, expect, test } from 'vitest';
import type { LocatedDocument } from '../../../src/model/located.ts';
import { rational } from '../../../src/model/rational.ts';
import { type Questionnaire, readAnswerFile } from '../../../src/sources/answer-file.ts';

const WHOLE: Questionnaire = { groups: null, step: rational(1) };
const HALVES: Questionnaire = { groups: null, step: rational(1, 2) };
const LEVELS: Questionnaire = { groups: ['e_information', 'e_consultation'], step: rational(1) };
const HEADER = 'feature,group,answer,points';

function documentOf(lines: readonly string[]): LocatedDocument {
  async function* rows() {
    yield* lines.map((line, index) => ({
      row: index + 1,
      cells: line.split(',').map((text) => (text === '' ? null : text)),
    }));
  }
  return { format: 'csv', sheets: [{ name: null, rows: rows() }] };
}

const read = (lines: readonly string[], questionnaire = WHOLE) =>
  readAnswerFile(documentOf(lines), 'answers.csv', questionnaire);
const found = async (lines: readonly string[], questionnaire = WHOLE) =>
  (await read(lines, questionnaire)).issues.map(({ code, cell }) => [code, cell?.row, cell?.column]);

describe('the file of answers', () => {
  test('a row is one feature; points are 1 unless given; columns in any order, notes beside them', async () => {
    const { values, issues } = await read([
      'note,Answer,Group,Feature,points',
      'seen,1,stage 1,a,',
      ',0,stage 2,b,3',
    ]);
    expect(issues).toEqual([]);
    expect(values).toEqual([
      { feature: 'a', group: 'stage 1', answer: rational(1), points: rational(1) },
      { feature: 'b', group: 'stage 2', answer: rational(0), points: rational(3) },
    ]);
  });

  test('half an answer counts where the edition has half points', async () => {
    expect((await read([HEADER, 'a,x,0.5,'], HALVES)).values).toHaveLength(1);
    expect((await read([HEADER, 'a,x,1,2.5'], HALVES)).values).toHaveLength(1);
  });

  test.each([
    ['an answer that is neither yes nor no', 'a,x,yes,', WHOLE, ['answer-not-allowed', 2, 3]],
    ['half an answer in an edition of whole points', 'a,x,0.5,', WHOLE, ['answer-not-allowed', 2, 3]],
    ['points between the steps', 'a,x,1,0.5', WHOLE, ['answer-not-allowed', 2, 3]],
    ['a quarter point', 'a,x,0.5,0.5', HALVES, ['answer-not-allowed', 2, 3]],
    ['negative points', 'a,x,1,-1', WHOLE, ['answer-not-allowed', 2, 4]],
    ['no points at all', 'a,x,1,0', WHOLE, ['answer-not-allowed', 2, 4]],
    ['points beyond any questionnaire', 'a,x,1,1001', WHOLE, ['answer-not-allowed', 2, 4]],
    ['a group that the index does not have', 'a,e_informaton,1,', LEVELS, ['group-unknown', 2, 2]],
    ['no feature', ',x,1,', WHOLE, ['cell-missing', 2, 1]],
    ['no answer', 'a,x,,', WHOLE, ['cell-missing', 2, 3]],
    ['a name of endless length', `${'a'.repeat(201)},x,1,`, WHOLE, ['answer-not-allowed', 2, 1]],
  ] as const)('refuses %s, with its cell', async (_what, row, questionnaire, expected) => {
    const lines = [HEADER, row, 'good,e_information,1,'];
    expect(await found(lines, questionnaire)).toEqual([expected]);
    expect((await read(lines, questionnaire)).values).toEqual([]);
  });

  test('refuses a feature that is answered twice, even alike', async () => {
    expect(await found([HEADER, 'a,x,1,', 'a,y,1,'])).toEqual([['feature-duplicate', 3, 1]]);
  });

  test.each([
    ['a missing column', 'feature,group', ['column-missing', 1, undefined]],
    ['a column twice', 'feature,group,answer,answer', ['column-duplicate', 1, 4]],
    ['a column of another file', 'feature,group,answer,weight', ['column-unexpected', 1, 4]],
  ] as const)('refuses %s', async (_what, header, expected) => {
    expect(await found([header, 'a,x,1,1'])).toEqual([expected]);
  });

  test('finds everything that is wrong at once, and what was probably meant', async () => {
    const { issues } = await read([HEADER, 'a,e_informaton,2,', ',e_consultation,1,x'], LEVELS);
    expect(issues).toHaveLength(4);
    expect(issues[0]?.message).toContain('did you mean e_information?');
  });

  test('refuses a file of more than 5,000 answers', async () => {
    const many = Array.from({ length: 5001 }, (_, index) => `f${index},x,1,`);
    await expect(read([HEADER, ...many])).rejects.toThrow('more than 5000 answers');
  });
});
