import { describe, expect, test } from 'vitest';
import { compareInputs } from '../../../../src/pipeline/plan/planned-inputs.ts';

const hash = (letter: string) => letter.repeat(64);
const input = (path: string, letter: string) => ({
  path,
  sha256: hash(letter),
  bytes: 1,
  namedEdition: null,
});
const published = (fileName: string, letter: string, layoutId = 'egovkb') => ({
  fileName,
  sha256: hash(letter),
  layoutId,
  partitionKeys: ['2018'],
});
const layouts = (...entries: [string, string][]) =>
  new Map(entries.map(([letter, layout]) => [hash(letter), layout]));

describe('B11 inputs of a plan beside the files behind the published release', () => {
  test('the same bytes are the same file, whatever its name', () => {
    const found = compareInputs([input('/in/renamed.csv', 'a')], new Map(), [published('a.csv', 'a')]);
    expect(found.inputs).toMatchObject([{ status: 'published', layoutId: 'egovkb', previousSha256: null }]);
    expect(found.missing).toEqual([]);
  });

  test('other bytes under the same name and layout are a change, and the old file is not missing', () => {
    const found = compareInputs([input('/in/a.csv', 'b')], layouts(['b', 'egovkb']), [
      published('a.csv', 'a'),
    ]);
    expect(found.inputs).toMatchObject([{ status: 'changed', previousSha256: hash('a') }]);
    expect(found.missing).toEqual([]);
  });

  test('the same name with another layout is a new file, and the old one is missing', () => {
    const found = compareInputs([input('/in/a.csv', 'b')], layouts(['b', 'unu-egov']), [
      published('a.csv', 'a'),
    ]);
    expect(found.inputs).toMatchObject([{ status: 'new', previousSha256: null }]);
    expect(found.missing).toEqual([{ fileName: 'a.csv', sha256: hash('a'), partitionKeys: ['2018'] }]);
  });

  test('a file behind the release is taken the place of once', () => {
    const found = compareInputs(
      [input('/one/a.csv', 'b'), input('/two/a.csv', 'c')],
      layouts(['b', 'egovkb'], ['c', 'egovkb']),
      [published('a.csv', 'a')],
    );
    expect(found.inputs.map(({ status }) => status)).toEqual(['changed', 'new']);
  });

  test('a file that is still among the inputs is not taken the place of by another one of its name', () => {
    const found = compareInputs(
      [input('/one/a.csv', 'a'), input('/two/a.csv', 'b')],
      layouts(['a', 'egovkb'], ['b', 'egovkb']),
      [published('a.csv', 'a')],
    );
    expect(found.inputs.map(({ status }) => status)).toEqual(['published', 'new']);
  });

  test('a file whose layout was not recognised is compared by its name', () => {
    const found = compareInputs([input('/in/a.csv', 'b')], new Map(), [published('a.csv', 'a')]);
    expect(found.inputs).toMatchObject([{ status: 'changed', layoutId: null }]);
  });
});
