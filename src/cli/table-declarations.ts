/** Declarations of statistical tables that a person brings, from JSON files. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { EgdiError, EXIT } from '../model/error.ts';
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
  const content = await readJson(path);
  const all = Array.isArray(content) ? content : [content];
  if (all.length === 0) throw invalid(path, 'is an empty list');
  return all.map((one: unknown, index) => {
    const toFillIn = unfilledPlaces(one);
    const parsed = tableDeclaration.safeParse(toFillIn.length > 0 ? layoutOf(one) : one);
    if (parsed.success) return { declaration: parsed.data, toFillIn };
    const which = all.length > 1 ? ` (declaration ${index + 1})` : '';
    throw invalid(`${path}${which}`, `is no declaration of a table:\n${z.prettifyError(parsed.error)}`);
  });
}

/** A draft without what only loading needs: it can be tried before that is known. */
function layoutOf(draft: unknown): unknown {
  if (typeof draft !== 'object' || draft === null) return draft;
  const { load: _load, country, ...layout } = draft as { load?: unknown; country?: unknown };
  return country === undefined || country === FILL_IN ? layout : { ...layout, country };
}

/** Declarations that can be loaded. @throws EgdiError `declaration-invalid` (exit 2) where something is to be filled in */
export async function readLoadableTables(paths: readonly string[]): Promise<LoadableTable[]> {
  const tables: LoadableTable[] = [];
  for (const path of paths) {
    for (const { declaration, toFillIn } of await readTableDeclarations(path)) {
      if (toFillIn.length > 0) {
        const places = `${toFillIn.length} ${toFillIn.length === 1 ? 'place is' : 'places are'}`;
        throw invalid(path, `is not finished: ${places} to be filled in\n  ${toFillIn.join('\n  ')}`);
      }
      if (!isLoadable(declaration)) {
        throw invalid(path, 'does not say what its labels mean: it has no part “load”', LOAD_HINT);
      }
      tables.push(declaration);
    }
  }
  return tables;
}

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
