/** The refusal of a file that is of no declared series and no declared table: what it is, and how to say or declare it. */
import { basename } from 'node:path';
import { type Issue, issue } from '../../model/issue.ts';
import type { LocatedRow } from '../../model/located.ts';
import { readJson } from '../../readers/json.ts';
import type { ReadLimits } from '../../readers/limits.ts';
import type { DocumentReader } from '../../readers/read-document.ts';
import { nearestName } from '../../runtime/nearest-name.ts';
import {
  type RecognisedAnswer,
  recogniseColumns,
  recogniseJson,
  recogniseRows,
} from '../../sources/national/recognise-answer.ts';
import type { DocumentSource } from '../../sources/national/source.ts';
import type { InputFile } from '../../stages/extract.ts';
import type { NationalPipeline } from '../define-pipeline.ts';

/** Formats of answers, and the adapters that read them. */
const ADAPTERS: Readonly<Record<AnswerFormat, readonly DocumentSource['adapter'][]>> = {
  json: ['bns-cube-json', 'taldau-tree', 'open-data-kz', 'siat', 'belstat-sdmx', 'cisstat'],
  xml: ['emiss-sdmx'],
  csv: ['bns-cube-tsv', 'open-data-kz', 'portal-figures'],
};
export type AnswerFormat = 'json' | 'xml' | 'csv';

type Declared = Pick<NationalPipeline, 'series'>;

/** What a JSON document or the head of a text file shows of itself; undefined where that is not conclusive. */
export async function lookInto(
  path: string,
  format: AnswerFormat,
  { series }: Declared,
  { reader, limits, signal }: { reader: DocumentReader; limits: ReadLimits; signal?: AbortSignal },
): Promise<RecognisedAnswer | undefined> {
  if (format === 'xml') return undefined;
  if (format === 'json') return recogniseJson(await readJson(path, limits, signal));
  const { sheets } = await reader.read(path, () => undefined);
  const head: LocatedRow[] = [];
  for await (const row of sheets[0]?.rows ?? []) {
    head.push(row);
    if (head.length === 2) break;
  }
  const [header = { cells: [] }, first = { cells: [] }] = head;
  const sources = series.map(({ source }) => source);
  return recogniseRows(header.cells, first.cells) ?? recogniseColumns(header.cells, sources);
}

/** The issue about such a file. */
export function unknownFile(
  { series }: Declared,
  { path, sha256 }: Pick<InputFile, 'path' | 'sha256'>,
  format: AnswerFormat,
  found?: RecognisedAnswer,
): Issue {
  const name = basename(path);
  const sources = series.map(({ source }) => source);
  const comes = `no declared series comes in a file ${name}`;
  const refused = (message: string, hint: string) =>
    issue('file-unknown', message, { file: path, sha256, hint });
  const near = nearestName(
    name,
    series.flatMap(({ files, metaFile }) => [...files, ...(metaFile ? [metaFile] : [])]),
  );
  if (found === undefined) {
    const ids = idsOf(sources.filter(({ adapter }) => ADAPTERS[format].includes(adapter)));
    const how = ids.length === 0 ? DECLARE : `if it is one of ${ids.join(', ')}: --series ${name}=ID`;
    return refused(comes, near ? `did you mean ${near}?` : how);
  }
  const { what, adapter, instead } = found;
  if (adapter === null) {
    const hint = instead ?? (near ? `did you mean ${near}?` : 'give the answer of the office itself');
    return refused(`${comes}; this is ${what}`, hint);
  }
  const fitting = idsOf(sources.filter((source) => source.adapter === adapter && found.fits(source)));
  const [only, ...others] = fitting;
  if (only === undefined) {
    return refused(
      `${comes}; this is ${what}; no declared series reads it`,
      `${DECLARE} (adapter ${adapter})`,
    );
  }
  const hint =
    others.length === 0
      ? `if it is ${only}: --series ${name}=${only}`
      : `if it is one of ${fitting.join(', ')}: --series ${name}=ID`;
  return refused(`${comes}; this is ${what}`, hint);
}

const DECLARE = 'declare its series, as schemas/series.schema.json says, and give it with --declare FILE';

function idsOf(sources: readonly DocumentSource[]): readonly string[] {
  return sources.map(({ id }) => id);
}
