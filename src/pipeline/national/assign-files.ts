/**
 * Which series of an office each input is. Answers of offices do not say what they are: the declared name does. Tables
 * do, so files of other names are looked into; what is neither is told, never guessed at.
 */
import { basename, dirname } from 'node:path';
import { type Issue, issue } from '../../model/issue.ts';
import { nearestName } from '../../runtime/nearest-name.ts';
import type { InputFile } from '../../stages/extract.ts';
import type { NationalPipeline, NationalSeries } from '../define-pipeline.ts';

export interface AssignedFile {
  readonly input: InputFile;
  readonly series: NationalSeries;
  /** The answer of the meta call, where the format needs one beside its data. */
  readonly meta?: InputFile;
}

export interface AssignedFiles {
  readonly files: readonly AssignedFile[];
  /** Files that no series has by name: statistical tables, which are known by what they hold, or nothing known. */
  readonly others: readonly InputFile[];
  readonly issues: readonly Issue[];
}

export function assignFiles(
  { series: declared }: Pick<NationalPipeline, 'series'>,
  inputs: readonly InputFile[],
): AssignedFiles {
  const files: AssignedFile[] = [];
  const known = declared.flatMap((one) => [...one.files, ...(one.metaFile ? [one.metaFile] : [])]);
  const others = inputs.filter(({ path }) => !known.includes(basename(path)));
  const issues = inputs.flatMap((input) => (others.includes(input) ? [] : namedTwice(input, inputs)));
  for (const series of declared) {
    const metas = inputs.filter(({ path }) => basename(path) === series.metaFile);
    const own = inputs.filter(({ path }) => series.files.includes(basename(path)));
    const given = new Set(own.map(({ path }) => basename(path)));
    if (given.size === 0) {
      issues.push(...metas.map((meta) => alone(meta, series)));
      continue;
    }
    for (const name of series.files.filter((file) => !given.has(file))) {
      const message = `${series.source.id} comes in ${series.files.length} files, and ${name} is not among the inputs`;
      issues.push(
        issue('file-missing', message, { file: name, hint: 'give all files of the series at once' }),
      );
    }
    for (const input of own) {
      // One of equal content may lie in another folder: those are one input.
      const meta = metas.find(({ path }) => dirname(path) === dirname(input.path)) ?? metas[0];
      if (series.metaFile !== undefined && meta === undefined)
        issues.push(withoutMeta(input, series.metaFile));
      else files.push({ input, series, ...(meta === undefined ? {} : { meta }) });
    }
  }
  return { files, others, issues };
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

/** A file that no series has by name and that is no table. */
export function unknownFile(
  { series }: Pick<NationalPipeline, 'series'>,
  { path, sha256 }: InputFile,
): Issue {
  const known = series.flatMap(({ files, metaFile }) => [...files, ...(metaFile ? [metaFile] : [])]);
  const name = basename(path);
  const near = nearestName(name, known);
  const hint = near
    ? `did you mean ${near}?`
    : `answers of offices are known by their names${known[0] ? `, such as ${known[0]}` : ''}`;
  return issue('file-unknown', `no declared series comes in a file ${name}`, { file: path, sha256, hint });
}

function alone({ path, sha256 }: InputFile, { files }: NationalSeries): Issue {
  const message = `describes ${files.join(', ')}, which is not among the inputs`;
  return issue('file-missing', message, { file: path, sha256, hint: 'give both files' });
}

function withoutMeta({ path, sha256 }: InputFile, metaFile: string): Issue {
  const message = `needs the answer of its meta call, ${metaFile}, which is not among the inputs`;
  return issue('file-missing', message, { file: path, sha256, hint: 'give both files' });
}
