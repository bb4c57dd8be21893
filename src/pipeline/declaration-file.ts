/**
 * Declarations from a JSON file, put on top of a pipeline's own: an edition that is new, a spelling, a header
 * that was renamed. What is declared this way is part of the run's key like everything else.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { EgdiError, EXIT } from '../model/error.ts';
import type { SurveyTableLayout } from '../sources/layout.ts';
import { definePipeline, type LayoutDeclaration, type SurveyPipeline } from './define-pipeline.ts';

const edition = z.int().min(2000).max(2100);
const isoDate = z.iso.date();

const declarationFile = z.strictObject({
  editions: z
    .array(
      z.strictObject({
        edition,
        previousEdition: edition,
        memberCount: z.int().min(1).max(250),
        publishedOn: isoDate.nullable().default(null),
        note: z.string().default('declared by file; method unknown'),
      }),
    )
    .default([]),
  aliases: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        iso3: z.string().regex(/^[A-Z]{3}$/),
        evidence: z.enum(['seen', 'unverified']).default('seen'),
      }),
    )
    .default([]),
  /** Variants of a declared table layout: the same table under other headers. */
  layouts: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]+$/),
        variantOf: z.string(),
        columns: z
          .partialRecord(
            z.enum(['edition', 'name', 'iso3', 'egdiRank', 'EGDI', 'OSI', 'TII', 'HCI', 'EPI']),
            z.string().min(1),
          )
          .default({}),
        ignoredColumns: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});

/**
 * Reads a declaration file.
 * @throws EgdiError `declaration-invalid` (exit 2) naming every fault
 */
export async function readDeclarations(file: string, pipeline: SurveyPipeline): Promise<SurveyPipeline> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw invalid(file, error.message);
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw invalid(file, `is no JSON: ${(error as Error).message}`);
  }
  const parsed = declarationFile.safeParse(content);
  if (!parsed.success) throw invalid(file, `\n${z.prettifyError(parsed.error)}`);
  const { editions, aliases, layouts } = parsed.data;
  const variants = layouts.map((variant): LayoutDeclaration => {
    const base = pipeline.layouts.find((layout) => layout.id === variant.variantOf);
    if (base?.adapter !== 'survey-table')
      throw invalid(file, `there is no table layout “${variant.variantOf}”`);
    return variantOf(
      base,
      variant.id,
      variant.columns as SurveyTableLayout['columns'],
      variant.ignoredColumns,
    );
  });
  try {
    return definePipeline({
      ...pipeline,
      editions: [...pipeline.editions, ...editions],
      aliases: [...pipeline.aliases, ...aliases],
      layouts: [...pipeline.layouts, ...variants],
      origins: {
        ...pipeline.origins,
        ...Object.fromEntries(layouts.map(({ id, variantOf: base }) => [id, pipeline.origins[base]])),
      } as SurveyPipeline['origins'],
    });
  } catch (error) {
    throw invalid(file, (error as Error).message);
  }
}

function variantOf(
  base: SurveyTableLayout,
  id: string,
  columns: SurveyTableLayout['columns'],
  ignoredColumns: readonly string[],
): SurveyTableLayout {
  return {
    ...base,
    id,
    title: `${base.title}, variant ${id}`,
    columns: { ...base.columns, ...columns },
    ignoredColumns: [...base.ignoredColumns, ...ignoredColumns],
  };
}

function invalid(file: string, message: string): EgdiError {
  return new EgdiError('declaration-invalid', `${file} ${message}`, { exitCode: EXIT.usage });
}
