/** What options of `egdi run` say about the files of a pipeline of tables. */
import { EgdiError, EXIT } from '../model/error.ts';
import { type GivenDeclarations, type NationalPipeline, withGiven } from '../pipeline/define-pipeline.ts';
import type { IndicatorRunRequest } from '../pipeline/indicators/prepare-indicators.ts';
import type { NationalRunRequest } from '../pipeline/national/prepare-national.ts';
import type { Options } from './run-options.ts';
import { readGivenDeclarations } from './table-declarations.ts';

const ISO_DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/**
 * `--series` and `--published-on`: what files hold, and of which vintage they are, where they do not say it.
 * @throws EgdiError `usage` (exit 2)
 */
export function saidOfFiles(
  options: Options,
): Pick<IndicatorRunRequest, 'series' | 'publishedOn' | 'ofFiles'> {
  const [series, dates] = [saidOf(options.series), saidOf(options.publishedOn)];
  for (const date of [...dates.ofFiles.values(), ...(dates.ofAll === null ? [] : [dates.ofAll])]) {
    if (ISO_DATE.test(date)) continue;
    throw new EgdiError('usage', `--published-on is no date: “${date}”`, {
      exitCode: EXIT.usage,
      hint: 'write it as 2019-06-30, or as FILE=2019-06-30',
    });
  }
  const names = [...series.ofFiles.keys(), ...dates.ofFiles.keys()];
  const ofFiles = new Map(
    names.map((name) => {
      const [code, date] = [series.ofFiles.get(name), dates.ofFiles.get(name)];
      return [name, { ...(code ? { series: code } : {}), ...(date ? { publishedOn: date } : {}) }];
    }),
  );
  return { series: series.ofAll, publishedOn: dates.ofAll, ofFiles };
}

/** `CODE` is said of all files, `FILE=CODE` of one. */
function saidOf(given: unknown): { readonly ofAll: string | null; readonly ofFiles: Map<string, string> } {
  const ofFiles = new Map<string, string>();
  let ofAll: string | null = null;
  for (const text of (given as string[] | undefined) ?? []) {
    const at = text.lastIndexOf('=');
    if (at < 0) ofAll = text;
    else ofFiles.set(text.slice(0, at), text.slice(at + 1));
  }
  return { ofAll, ofFiles };
}

/** `--series` of a pipeline whose series have ids. */
export function saidSeriesOf(options: Options): Pick<NationalRunRequest, 'seriesOfAll' | 'seriesOfFiles'> {
  const { ofAll, ofFiles } = saidOf(options.series);
  return { seriesOfAll: ofAll, seriesOfFiles: ofFiles };
}

/**
 * `--declare` and `--table`: the pipeline with the tables and series that a person declares, and these.
 * @throws EgdiError `usage`, `declaration-invalid` (exit 2)
 */
export async function withGivenDeclarations(
  pipeline: NationalPipeline,
  options: Options,
): Promise<Pick<NationalRunRequest, 'pipeline' | 'givenTables' | 'givenSeries'>> {
  const ofTables = (options.table as string[] | undefined) ?? [];
  const declare = options.declare as string | undefined;
  const paths = [...ofTables, ...(declare === undefined ? [] : [declare])];
  if (paths.length === 0) return { pipeline };
  if (options.input === undefined) {
    const option = declare === undefined ? '--table' : '--declare';
    const what = declare === undefined ? 'the table' : 'what is declared';
    throw new EgdiError('usage', `${option} needs the files that hold ${what}`, {
      exitCode: EXIT.usage,
      hint: `egdi run national ${option} ${paths[0]} --input FILE`,
    });
  }
  const given = await readGivenDeclarations(paths);
  return { pipeline: declaredWith(pipeline, given), givenTables: given.tables, givenSeries: given.series };
}

function declaredWith(pipeline: NationalPipeline, given: GivenDeclarations): NationalPipeline {
  try {
    return withGiven(pipeline, given);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new EgdiError('declaration-invalid', error.message, {
      exitCode: EXIT.usage,
      hint: 'codes of indicators, names of files and ids of tables and series are theirs alone',
    });
  }
}
