import { expect, test } from 'vitest';
import type { NationalSeries } from '../../../../src/pipeline/define-pipeline.ts';
import { assignFiles } from '../../../../src/pipeline/national/assign-files.ts';
import { unknownFile } from '../../../../src/pipeline/national/unknown-file.ts';
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
  tables: [],
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
  expect(inputs.map((one) => unknownFile(PIPELINE, one, 'json').hint)).toEqual([
    'did you mean north.json?',
    'if it is one of one, parts, described: --series quite-other.xls=ID',
  ]);
});

const assignSaid = (said: Record<string, string>, ...paths: string[]) => {
  const { files, others, issues } = assignFiles(PIPELINE, paths.map(input), new Map(Object.entries(said)));
  return {
    files: files.map((file) => [file.series.source.id, file.input.path, file.meta?.path]),
    others: others.map(({ path }) => path),
    issues: issues.map(({ code, file }) => [code, file]),
  };
};

test('what is said of a file goes before its name', () => {
  expect(assignSaid({ 'a/cube.tsv': 'one', 'north.json': 'one' }, 'a/cube.tsv')).toEqual({
    files: [['one', 'a/cube.tsv', undefined]],
    others: [],
    issues: [],
  });
  expect(assignSaid({ 'north.json': 'one' }, 'north.json').files).toEqual([['one', 'north.json', undefined]]);
});

test('two files that are one series by what is said, or by that and a name, are refused', () => {
  expect(assignSaid({ 'a.tsv': 'one', 'b.tsv': 'one' }, 'a.tsv', 'b.tsv').issues).toEqual([
    ['file-ambiguous', 'b.tsv'],
  ]);
  expect(assignSaid({ 'a.tsv': 'one' }, 'a.tsv', 'one.json').issues).toEqual([['file-ambiguous', 'a.tsv']]);
});

test('parts of a series are all of them, by whatever they are known', () => {
  expect(assignSaid({ 'a.json': 'parts' }, 'a.json').issues).toEqual([['file-missing', 'a.json']]);
  expect(assignSaid({ 'a.json': 'parts' }, 'a.json', 'south.json').issues).toEqual([]);
  expect(assignSaid({ 'a.json': 'parts', 'b.json': 'parts' }, 'a.json', 'b.json').issues).toEqual([]);
});

test('the answer about data of another name lies beside them under their name, and is no file of its own', () => {
  for (const meta of ['d/v4.meta.json', 'd/v4.csv.meta.json']) {
    expect(assignSaid({ 'd/v4.csv': 'described' }, 'd/v4.csv', meta)).toEqual({
      files: [['described', 'd/v4.csv', meta]],
      others: [],
      issues: [],
    });
  }
  expect(assignSaid({ 'd/v4.csv': 'described' }, 'd/v4.csv', 'e/v4.meta.json')).toEqual({
    files: [],
    others: ['e/v4.meta.json'],
    issues: [['file-missing', 'd/v4.csv']],
  });
  // A note about the whole folder is about the answer too.
  const all = { 'd/v4.csv': 'described', 'd/v4.meta.json': 'described' };
  expect(assignSaid(all, 'd/v4.csv', 'd/v4.meta.json').issues).toEqual([]);
  // Of a series that needs none, nothing is passed over in silence.
  expect(assignSaid({ 'd/v4.csv': 'one' }, 'd/v4.csv', 'd/v4.meta.json').others).toEqual(['d/v4.meta.json']);
});

test('a series that an origin note names and nobody declares is refused with the nearest one', () => {
  const { issues, files } = assignFiles(PIPELINE, [input('one.json')], new Map([['one.json', 'descibed']]));
  expect(files).toEqual([]);
  expect(issues.map(({ code, hint }) => [code, hint])).toEqual([['file-unknown', 'did you mean described?']]);
});
