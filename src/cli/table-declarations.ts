/** Declarations that a person brings, from JSON files: of statistical tables, and of series of offices. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { EgdiError, EXIT } from '../model/error.ts';
import type { GivenDeclarations, NationalSeries } from '../pipeline/define-pipeline.ts';
import { seriesDeclaration } from '../sources/national/series-declaration.ts';
import { FILL_IN, unfilledPlaces } from '../sources/tables/load-declaration.ts';
import {
  isLoadable,
  type LoadableTable,
  type TableDeclaration,
  tableDeclaration,
} from '../sources/tables/table-declaration.ts';

export interface BroughtDeclaration {
  readonly declaration: TableDeclaration;
  /** Places that a person still has to fill in; the part for loading is then left out. */
  readonly toFillIn: readonly string[];
}

/** One declaration, or a list of them. @throws EgdiError `declaration-invalid` (exit 2) with every fault */
export async function readTableDeclarations(path: string): Promise<BroughtDeclaration[]> {
  const entries = await readEntries(path);
  return entries.map(({ place, content }) => {
    if (isSeries(content))
      throw invalid(place, 'declares a series of an office, not a table', 'egdi run national --declare FILE');
    return tableOf(place, content);
  });
}

interface Entry {
  /** The file, and which of several declarations in it. */
  readonly place: string;
  readonly content: unknown;
}

async function readEntries(path: string): Promise<Entry[]> {
  const content = await readJson(path);
  const all: readonly unknown[] = Array.isArray(content) ? content : [content];
  if (all.length === 0) throw invalid(path, 'is an empty list');
  return all.map((one, index) => ({
    place: all.length > 1 ? `${path} (declaration ${index + 1})` : path,
    content: one,
  }));
}

function tableOf(place: string, content: unknown): BroughtDeclaration {
  const toFillIn = unfilledPlaces(content);
  const parsed = tableDeclaration.safeParse(toFillIn.length > 0 ? layoutOf(content) : content);
  if (parsed.success) return { declaration: parsed.data, toFillIn };
  throw invalid(place, `is no declaration of a table:\n${z.prettifyError(parsed.error)}`);
}

/** A series has a source, which names its adapter; a table has neither. */
function isSeries(content: unknown): boolean {
  return typeof content === 'object' && content !== null && ('source' in content || 'adapter' in content);
}

function seriesOf(place: string, content: unknown): NationalSeries {
  if (typeof content === 'object' && content !== null && 'adapter' in content) {
    const message = 'is a source alone: its place is “source”, beside “files” and “origin”';
    throw invalid(place, message, SERIES_HINT);
  }
  const parsed = seriesDeclaration.safeParse(content);
  if (!parsed.success)
    throw invalid(place, `is no declaration of a series:\n${z.prettifyError(parsed.error)}`, SERIES_HINT);
  const { $schema: _schema, ...series } = parsed.data;
  return series;
}

/** A draft without what only loading needs: it can be tried before that is known. */
function layoutOf(draft: unknown): unknown {
  if (typeof draft !== 'object' || draft === null) return draft;
  const { load: _load, country, ...layout } = draft as { load?: unknown; country?: unknown };
  return country === undefined || country === FILL_IN ? layout : { ...layout, country };
}

/** Declarations that can be loaded. @throws EgdiError `declaration-invalid` (exit 2) where something is to be filled in */
export async function readGivenDeclarations(paths: readonly string[]): Promise<GivenDeclarations> {
  const tables: LoadableTable[] = [];
  const series: NationalSeries[] = [];
  for (const path of paths) {
    for (const { place, content } of await readEntries(path)) {
      if (isSeries(content)) series.push(seriesOf(place, content));
      else tables.push(loadableOf(place, tableOf(place, content)));
    }
  }
  return { tables, series };
}

function loadableOf(place: string, { declaration, toFillIn }: BroughtDeclaration): LoadableTable {
  if (toFillIn.length > 0) {
    const places = `${toFillIn.length} ${toFillIn.length === 1 ? 'place is' : 'places are'}`;
    throw invalid(place, `is not finished: ${places} to be filled in\n  ${toFillIn.join('\n  ')}`);
  }
  if (!isLoadable(declaration)) {
    throw invalid(place, 'does not say what its labels mean: it has no part “load”', LOAD_HINT);
  }
  return declaration;
}

const SERIES_HINT = 'schemas/series.schema.json describes one';
const LOAD_HINT = 'egdi inspect FILE --draft begins one, and schemas/table.schema.json describes it';

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw invalid(path, `cannot be read: ${error.message}`);
  });
  try {
    return JSON.parse(text.replace(/^\ufeff/u, ''));
  } catch (error) {
    throw invalid(path, `is no JSON: ${(error as Error).message}`);
  }
}

function invalid(path: string, message: string, hint?: string): EgdiError {
  return new EgdiError('declaration-invalid', `${path} ${message}`, {
    exitCode: EXIT.usage,
    ...(hint === undefined ? {} : { hint }),
  });
}
