/**
 * What people say that files are: a request for one file, or the origin note beside it. Goes before the name of a file,
 * and takes the place of a name that no series declares.
 */
import { basename, resolve } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';
import { nearestName } from '../../runtime/nearest-name.ts';
import { type InputFile, readNotedSeries } from '../../stages/extract.ts';
import type { NationalPipeline } from '../define-pipeline.ts';

export interface SaidRequest {
  readonly pipeline: Pick<NationalPipeline, 'name' | 'series' | 'tables'>;
  /** Id of the series of the one file of the run. */
  readonly seriesOfAll?: string | null;
  /** Id of the series, by path or base name of a file. */
  readonly seriesOfFiles?: ReadonlyMap<string, string>;
}

/** Ids of series by path of the input, as they are said; one of an origin note may be of no declared series. */
export type SaidSeries = ReadonlyMap<string, string>;

/**
 * Collects what is said about inputs.
 * @throws EgdiError `usage` where a request names a file or a series that is not there, `origin-invalid` (both exit 2)
 */
export async function saidSeries(request: SaidRequest, inputs: readonly InputFile[]): Promise<SaidSeries> {
  const { pipeline, seriesOfAll = null, seriesOfFiles = new Map<string, string>() } = request;
  const said = new Map<string, string>();
  for (const input of inputs) {
    const noted = await readNotedSeries(input);
    if (noted !== null) said.set(input.path, noted);
  }
  if (seriesOfAll !== null) {
    const [only, ...others] = inputs.filter(({ path }) => !isMetaName(path));
    if (only === undefined || others.length > 0) {
      const message = `--series ${seriesOfAll}: of which of the ${inputs.length} input files of the pipeline “${pipeline.name}” is it?`;
      throw misuse(message, `say it: --series FILE=${seriesOfAll}`);
    }
    assertDeclared(seriesOfAll, pipeline);
    said.set(only.path, seriesOfAll);
  }
  for (const [file, id] of seriesOfFiles) {
    const meant = namedBy(file, inputs);
    if (meant.length === 0) throw misuse(`--series ${file}=${id}: there is no input file named “${file}”`);
    assertDeclared(id, pipeline);
    for (const { path } of meant) said.set(path, id);
  }
  return said;
}

/** The answer of a meta call beside its data: `population.meta.json` of `population.csv`. */
export function metaNamesOf(path: string): readonly string[] {
  const name = basename(path);
  return [`${name.replace(/\.[^.]+$/, '')}.meta.json`, `${name}.meta.json`];
}

/** Why nothing is of this series, and which one may be meant. */
export function undeclaredSeries(
  id: string,
  { series, tables }: Pick<NationalPipeline, 'series' | 'tables'>,
): { readonly message: string; readonly hint: string } {
  if (tables.some((table) => table.id === id)) {
    return {
      message: `${id} is a statistical table, which is known by what it holds`,
      hint: 'give its file without saying what it is',
    };
  }
  const ids = series.map(({ source }) => source.id);
  const near = nearestName(id, ids);
  const hint = near ? `did you mean ${near}?` : `declared are ${ids.join(', ')}; --declare FILE adds others`;
  return { message: `no series “${id}” is declared`, hint };
}

function assertDeclared(id: string, pipeline: Pick<NationalPipeline, 'series' | 'tables'>): void {
  if (pipeline.series.some(({ source }) => source.id === id)) return;
  const { message, hint } = undeclaredSeries(id, pipeline);
  throw misuse(`--series: ${message}`, hint);
}

/** By its path; where none has it, by the base name. */
function namedBy(file: string, inputs: readonly InputFile[]): readonly InputFile[] {
  const byPath = inputs.filter(({ path }) => resolve(path) === resolve(file));
  return byPath.length > 0 ? byPath : inputs.filter(({ path }) => basename(path) === file);
}

function isMetaName(path: string): boolean {
  return path.endsWith('.meta.json');
}

function misuse(message: string, hint?: string): EgdiError {
  return new EgdiError('usage', message, { exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
}
