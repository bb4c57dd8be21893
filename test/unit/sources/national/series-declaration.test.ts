/** Declarations of series as a person brings them. */
import { expect, test } from 'vitest';
import { national } from '../../../../pipelines/national/index.ts';
import { seriesDeclaration } from '../../../../src/sources/national/series-declaration.ts';

const shipped = (id: string) =>
  JSON.parse(JSON.stringify(national.series.find(({ source }) => source.id === id)));
const pathsOf = (declaration: unknown) =>
  seriesDeclaration.safeParse(declaration).error?.issues.map(({ path }) => path.join('.'));

test('every series that ships is one, as JSON', () => {
  expect(national.series.length).toBeGreaterThan(5);
  for (const one of national.series) {
    expect(seriesDeclaration.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
  }
});

test('what is wrong is told with its path', () => {
  const taldau = shipped('taldau-agriculture');
  const { unit: _unit, ...unitless } = taldau.source.indicator;
  expect(pathsOf({ ...taldau, source: { ...taldau.source, indicator: unitless } })).toEqual([
    'source.indicator.unit',
  ]);
  expect(pathsOf({ ...taldau, source: { ...taldau.source, adapter: 'taldau' } })).toEqual(['source.adapter']);
  expect(pathsOf({ ...taldau, files: ['downloads/a.json'] })).toEqual(['files.0']);
  expect(pathsOf({ ...taldau, files: [] })).toEqual(['files']);
  expect(pathsOf({ ...taldau, files: ['a.json', 'a.json'] })).toEqual(['files.1']);
  expect(pathsOf({ ...taldau, origin: { ...taldau.origin, url: 'https://user:key@host.kz/' } })).toEqual([
    'origin.url',
  ]);
  expect(pathsOf({ ...taldau, metaFile: 'a.meta.json' })).toEqual(['metaFile']);
});

test('a declaration that contradicts itself is none', () => {
  const table = shipped('open-data-kz-population');
  const { metaFile: _metaFile, ...alone } = table;
  expect(pathsOf(alone)).toEqual(['metaFile']);
  const { source } = table;
  const columns = { 'men_63+': { indicator: 'popluation' } };
  expect(pathsOf({ ...table, source: { ...source, columns } })).toEqual(['source.columns.men_63+.indicator']);
  const period = { from: 'declared', period: '2020-13', evidence: 'a guess' };
  expect(pathsOf({ ...table, source: { ...source, period } })).toEqual(['source.period.period']);
  const cube = shipped('bns-cpi');
  expect(pathsOf({ ...cube, source: { ...cube.source, indicators: {} } })).toEqual(['source.indicators']);
});
