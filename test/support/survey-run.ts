import { unSurvey } from '../../pipelines/un-survey/index.ts';
import type { Score } from '../../src/model/facts.ts';
import type { FileFormat, LocatedDocument, LocatedRow } from '../../src/model/located.ts';
import type { RowDecision } from '../../src/model/quarantine.ts';
import type { Edition, IndexCode } from '../../src/model/survey.ts';
import { type Catalogue, createCatalogue } from '../../src/pipeline/catalogue.ts';
import type { SurveyPipeline } from '../../src/pipeline/define-pipeline.ts';
import { type ProcessedInputs, processInputs } from '../../src/pipeline/run/process-inputs.ts';
import { type DocumentReader, openDocumentReader } from '../../src/readers/read-document.ts';
import { findInputs, type InputFile } from '../../src/stages/extract.ts';
import type { EditionToLoad } from '../../src/stages/load.ts';
import { type NormalisedFile, normalise } from '../../src/stages/normalise.ts';
import { validate } from '../../src/stages/validate.ts';
import { draftPartition, groupScoreRow, scoreRow } from '../../src/warehouse/versions/datasets.ts';

export const CATALOGUE: Catalogue = createCatalogue(unSurvey);

export interface MemorySheet {
  readonly name: string | null;
  readonly rows: readonly LocatedRow[];
}

export interface MemoryFile {
  readonly input: InputFile;
  readonly format: FileFormat;
  readonly sheets: readonly MemorySheet[];
}

/** Reads files and folders as a run would, to the last row. */
export async function readSurveyFiles(paths: readonly string[]): Promise<MemoryFile[]> {
  const found = await findInputs(paths, {
    ignoredFiles: unSurvey.ignoredFiles,
    knownEditions: new Set(CATALOGUE.editions.keys()),
    maxFileBytes: 50_000_000,
  });
  const errors = found.issues.filter((finding) => finding.severity === 'error');
  if (errors.length > 0) throw new Error(`inputs: ${errors.map(({ message }) => message).join('; ')}`);
  const reader = openDocumentReader();
  try {
    const files: MemoryFile[] = [];
    for (const input of found.files) {
      const document = await reader.read(input.path, () => undefined);
      const sheets: MemorySheet[] = [];
      for (const sheet of document.sheets) {
        const rows: LocatedRow[] = [];
        for await (const row of sheet.rows) rows.push(row);
        sheets.push({ name: sheet.name, rows });
      }
      files.push({ input, format: document.format, sheets });
    }
    return files;
  } finally {
    await reader.close();
  }
}

/** A reader that serves files from memory. */
export function memoryReader(files: readonly MemoryFile[]): DocumentReader {
  const byPath = new Map(files.map((file) => [file.input.path, file]));
  return {
    read: async (path): Promise<LocatedDocument> => {
      const file = byPath.get(path);
      if (!file) throw new Error(`${path} is not in memory`);
      return {
        format: file.format,
        sheets: file.sheets.map(({ name, rows }) => ({ name, rows: asyncRows(rows) })),
      };
    },
    warmUp: () => undefined,
    close: async () => undefined,
  };
}

async function* asyncRows(rows: readonly LocatedRow[]) {
  yield* rows;
}

export interface StageOptions {
  readonly pipeline?: SurveyPipeline;
  readonly givenEdition?: Edition | null;
  readonly reader?: DocumentReader;
  readonly decisions?: readonly RowDecision[];
}

/** Runs validate … reconcile as a run does. */
export async function runStages(
  files: readonly MemoryFile[],
  {
    pipeline = unSurvey,
    givenEdition = null,
    reader = memoryReader(files),
    decisions = [],
  }: StageOptions = {},
): Promise<ProcessedInputs> {
  return processInputs(
    files.map((file) => file.input),
    {
      pipeline,
      catalogue: pipeline === unSurvey ? CATALOGUE : createCatalogue(pipeline),
      reader,
      givenEdition,
      decisions,
      signal: new AbortController().signal,
      onStage: () => undefined,
    },
  );
}

/** The official file of one edition among the fixtures. */
export function officialFile(files: readonly MemoryFile[], edition: Edition): MemoryFile {
  const file = files.find(({ input }) => input.path.endsWith(`EGOV_DATA_${edition}.csv`));
  if (!file) throw new Error(`no official file of ${edition}`);
  return file;
}

/** The file with its data rows changed; the header stays. Bytes and hash are left as they were. */
export function withRows(
  file: MemoryFile,
  change: (rows: readonly LocatedRow[]) => readonly LocatedRow[],
): MemoryFile {
  return {
    ...file,
    sheets: file.sheets.map(({ name, rows: [header, ...rows] }) => ({
      name,
      rows: header ? [header, ...change(rows)] : [],
    })),
  };
}

/** Header texts of the official export by what they hold. */
export const OFFICIAL_COLUMN = {
  edition: 1,
  name: 2,
  rank: 3,
  EGDI: 4,
  EPI: 5,
  OSI: 6,
  HCI: 7,
  TII: 8,
} as const;

/** The row with one cell replaced. */
export function withCell(row: LocatedRow, column: number, text: string | null): LocatedRow {
  return { ...row, cells: row.cells.map((cell, index) => (index === column - 1 ? text : cell)) };
}

/** Content hashes of the partitions that a run would load: `score 2018` → SHA-256. */
export function partitionHashes(editions: readonly EditionToLoad[]): Map<string, string> {
  return new Map(
    editions.flatMap(({ published, scores, groupScores }) => {
      const key = String(published.edition);
      return [
        [`score ${key}`, draftPartition('score', key, scores.map(scoreRow)).contentSha256],
        [
          `group_score ${key}`,
          draftPartition('group_score', key, groupScores.map(groupScoreRow)).contentSha256,
        ],
      ] as const;
    }),
  );
}

/** Scores by `edition iso3 index`. */
export function scoresByKey(processed: ProcessedInputs): Map<string, Score> {
  return new Map(
    processed.editions.flatMap(({ scores }) =>
      scores.map((score) => [scoreKey(score.edition, score.iso3, score.indexCode), score] as const),
    ),
  );
}

export function scoreKey(edition: Edition, iso3: string, indexCode: IndexCode): string {
  return `${edition} ${iso3} ${indexCode}`;
}

/** One file through validate and normalise. Throws when it has no known layout. */
export async function normaliseFile(file: MemoryFile): Promise<NormalisedFile> {
  const { path, sha256, namedEdition } = file.input;
  const document = await memoryReader([file]).read(path, () => undefined);
  const validated = await validate(document, { path, sha256 }, unSurvey.layouts);
  const { layout } = validated;
  if (!layout) throw new Error(`${path} has no known layout`);
  const { precedence, crossCheckOnly } = layout;
  const damaged = validated.quarantined.flatMap(({ edition }) => (edition === null ? [] : [edition]));
  const normalised = normalise(
    {
      source: { file: path, sha256, layoutId: layout.id, precedence, crossCheckOnly },
      layout,
      header: validated.header,
      records: validated.records,
      namedEdition: namedEdition === null ? null : { edition: namedEdition, by: 'the file name' },
      damagedEditions: new Set(damaged),
    },
    CATALOGUE,
  );
  return { ...normalised, issues: [...validated.issues, ...normalised.issues] };
}
