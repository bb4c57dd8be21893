/**
 * Which series of an office each input is. Answers of offices seldom say what they are: a person says it, or the
 * declared name does. Tables do, so files of other names are looked into; what is neither is told, never guessed at.
 */
import { basename, dirname } from 'node:path';
import { type Issue, issue } from '../../model/issue.ts';
import type { InputFile } from '../../stages/extract.ts';
import type { NationalPipeline, NationalSeries } from '../define-pipeline.ts';
import { metaNamesOf, type SaidSeries, undeclaredSeries } from './said-series.ts';

export interface AssignedFile {
  readonly input: InputFile;
  readonly series: NationalSeries;
  /** The answer of the meta call, where the format needs one beside its data. */
  readonly meta?: InputFile;
}

export interface AssignedFiles {
  readonly files: readonly AssignedFile[];
  /** Files of which neither a person nor a name says what they are: statistical tables, or nothing known. */
  readonly others: readonly InputFile[];
  readonly issues: readonly Issue[];
}

/** Assigns inputs to series, by what is said about them and then by their names. */
export function assignFiles(
  pipeline: Pick<NationalPipeline, 'series' | 'tables'>,
  inputs: readonly InputFile[],
  said: SaidSeries = new Map(),
): AssignedFiles {
  const files: AssignedFile[] = [];
  const issues: Issue[] = [];
  const known = new Set(pipeline.series.flatMap(namesOf));
  const metasOfSaid = new Set(inputs.flatMap((input) => ownMeta(input) ?? []));
  const dataSaid = inputs.filter((input) => said.has(input.path) && !metasOfSaid.has(input));
  const named = inputs.filter(
    (input) => !dataSaid.includes(input) && !metasOfSaid.has(input) && known.has(basename(input.path)),
  );
  const others = inputs.filter((one) => ![...dataSaid, ...metasOfSaid, ...named].includes(one));
  issues.push(...named.flatMap((input) => namedTwice(input, named)));
  for (const input of dataSaid) {
    const id = said.get(input.path) as string;
    if (!pipeline.series.some(({ source }) => source.id === id)) issues.push(ofNoSeries(input, id, pipeline));
  }
  for (const series of pipeline.series) {
    const metas = named.filter(({ path }) => basename(path) === series.metaFile);
    const ownNamed = named.filter(({ path }) => series.files.includes(basename(path)));
    const ownSaid = dataSaid.filter(({ path }) => said.get(path) === series.source.id);
    if (ownNamed.length + ownSaid.length === 0) {
      issues.push(...metas.map((meta) => alone(meta, series)));
      continue;
    }
    issues.push(...incomplete(series, ownNamed, ownSaid));
    for (const input of [...ownNamed, ...ownSaid]) {
      // One of equal content may lie in another folder: those are one input.
      const meta = ownMeta(input) ?? metas.find((one) => isBeside(one, input)) ?? metas[0];
      if (series.metaFile === undefined) files.push({ input, series });
      else if (meta === undefined) issues.push(withoutMeta(input, series.metaFile, ownSaid.includes(input)));
      else files.push({ input, series, meta });
    }
  }
  return { files, others, issues };

  /** The answer of the meta call that lies beside a file of another name than the declared one. */
  function ownMeta(data: InputFile): InputFile | undefined {
    const id = said.get(data.path);
    const isDescribed = pipeline.series.some(({ source, metaFile }) => source.id === id && metaFile);
    if (!isDescribed) return undefined;
    const beside = inputs.filter((one) => isBeside(one, data));
    return metaNamesOf(data.path)
      .map((name) => beside.find(({ path }) => basename(path) === name))
      .find((one) => one !== undefined);
  }
}

function namesOf({ files, metaFile }: NationalSeries): readonly string[] {
  return [...files, ...(metaFile ? [metaFile] : [])];
}

function isBeside(one: InputFile, other: InputFile): boolean {
  return dirname(one.path) === dirname(other.path);
}

function namedTwice({ path, sha256 }: InputFile, inputs: readonly InputFile[]): readonly Issue[] {
  const name = basename(path);
  const other = inputs.find((one) => basename(one.path) === name);
  if (other === undefined || other.path === path) return [];
  const message = `another ${name} with other content is given too, ${other.path}`;
  return [
    issue('file-ambiguous', message, { file: path, sha256, hint: 'give the one that is to be loaded' }),
  ];
}

/** A series comes in all of its files, and in no others. */
function incomplete(
  { source: { id }, files }: NationalSeries,
  named: readonly InputFile[],
  said: readonly InputFile[],
): Issue[] {
  const hint = 'give all files of the series at once';
  const given = new Set(named.map(({ path }) => basename(path)));
  const [first] = said;
  if (first === undefined) {
    return files
      .filter((file) => !given.has(file))
      .map((file) =>
        issue('file-missing', `${id} comes in ${files.length} files, and ${file} is not among the inputs`, {
          file,
          hint,
        }),
      );
  }
  const count = given.size + said.length;
  if (count < files.length) {
    const message = `${id} comes in ${files.length} files, of which ${count} ${count === 1 ? 'is' : 'are'} given`;
    return [issue('file-missing', message, { file: first.path, sha256: first.sha256, hint })];
  }
  const others = [...named, ...said];
  return said.slice(Math.max(0, files.length - given.size)).map(({ path, sha256 }) => {
    const other = others.find((one) => one.path !== path)?.path;
    const message = `is said to be ${id}, and ${other} is that too`;
    return issue('file-ambiguous', message, {
      file: path,
      sha256,
      hint: 'give the one that is to be loaded',
    });
  });
}

function ofNoSeries(
  { path, sha256 }: InputFile,
  id: string,
  pipeline: Pick<NationalPipeline, 'series' | 'tables'>,
): Issue {
  const { message, hint } = undeclaredSeries(id, pipeline);
  return issue('file-unknown', `is ${id} by its origin note: ${message}`, { file: path, sha256, hint });
}

function alone({ path, sha256 }: InputFile, { files }: NationalSeries): Issue {
  const message = `describes ${files.join(', ')}, which is not among the inputs`;
  return issue('file-missing', message, { file: path, sha256, hint: 'give both files' });
}

function withoutMeta({ path, sha256 }: InputFile, metaFile: string, isSaid: boolean): Issue {
  const wanted = isSaid ? metaNamesOf(path)[0] : metaFile;
  const message = `needs the answer of its meta call, ${wanted}, which is not among the inputs`;
  const hint = isSaid ? `lay it beside the data as ${wanted} and give both files` : 'give both files';
  return issue('file-missing', message, { file: path, sha256, hint });
}
