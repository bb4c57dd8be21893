import { expect, test } from 'vitest';
import type { NationalSeries } from '../../../../src/pipeline/define-pipeline.ts';
import { assignFiles, unknownFile } from '../../../../src/pipeline/national/assign-files.ts';
import { POPULATION_CUBE } from '../../../support/national-sources.ts';

const origin = {
  publisher: 'an office',
  title: 'a table',
  url: null,
  licence: 'none',
  retrievedOn: null,
  publishedOn: null,
};
const series = (id: string, files: string[], metaFile?: string): NationalSeries => ({
  files,
  ...(metaFile === undefined ? {} : { metaFile }),
  origin,
  source: { ...POPULATION_CUBE, id },
});
const PIPELINE = {
  series: [
    series('one', ['one.json']),
    series('parts', ['north.json', 'south.json']),
    series('described', ['table.csv'], 'table.meta.json'),
  ],
};
const input = (path: string) => ({ path, sha256: `hash of ${path}`, bytes: 1, namedEdition: null });
const assign = (...paths: string[]) => {
  const { files, issues } = assignFiles(PIPELINE, paths.map(input));
  return {
    files: files.map((file) => [file.series.source.id, file.input.path, file.meta?.path]),
    issues: issues.map(({ code, file }) => [code, file]),
  };
};

test('a file is of the series that declares its name, wherever it lies; series that are not given are not missed', () => {
  expect(assign('downloads/one.json')).toEqual({
    files: [['one', 'downloads/one.json', undefined]],
    issues: [],
  });
});

test('a series in several files is refused without all of them: the regions of the others would be gone', () => {
  expect(assign('north.json').issues).toEqual([['file-missing', 'south.json']]);
  expect(assign('north.json', 'south.json').issues).toEqual([]);
});

test('data and the answer about it belong together, those of one folder first', () => {
  expect(assign('a/table.csv').issues).toEqual([['file-missing', 'a/table.csv']]);
  expect(assign('a/table.meta.json').issues).toEqual([['file-missing', 'a/table.meta.json']]);
  expect(assign('a/table.csv', 'b/table.meta.json')).toEqual({
    files: [['described', 'a/table.csv', 'b/table.meta.json']],
    issues: [],
  });
});

test('two files of one name are refused, since nothing says which is the one', () => {
  expect(assign('2024/one.json', '2025/one.json').issues).toEqual([['file-ambiguous', '2025/one.json']]);
});

test('a name that no series declares is looked into, or refused with the one that was probably meant', () => {
  const inputs = [input('nort.json'), input('quite-other.xls')];
  const { others, issues } = assignFiles(PIPELINE, inputs);
  expect([others, issues]).toEqual([inputs, []]);
  expect(inputs.map((one) => unknownFile(PIPELINE, one).hint)).toEqual([
    'did you mean north.json?',
    'answers of offices are known by their names, such as one.json',
  ]);
});
