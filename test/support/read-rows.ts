/** Reading a whole file in a test: its rows, or the code of the fault that it ended with. */
import type { Issue } from '../../src/model/issue.ts';
import { ReadFault } from '../../src/model/issue.ts';
import type { FileFormat, LocatedRow } from '../../src/model/located.ts';
import { DEFAULT_LIMITS, type ReadLimits, readDocument } from '../../src/readers/read-document.ts';

export interface ReadSheet {
  readonly name: string | null;
  readonly rows: LocatedRow[];
}

export interface ReadFile {
  readonly format: FileFormat;
  readonly sheets: ReadSheet[];
  readonly reported: Issue[];
}

export async function readWholeFile(path: string, limits: Partial<ReadLimits> = {}): Promise<ReadFile> {
  const reported: Issue[] = [];
  const document = await readDocument(path, { ...DEFAULT_LIMITS, ...limits }, (found) =>
    reported.push(found),
  );
  const sheets: ReadSheet[] = [];
  for (const sheet of document.sheets) {
    const rows: LocatedRow[] = [];
    for await (const row of sheet.rows) rows.push(row);
    sheets.push({ name: sheet.name, rows });
  }
  return { format: document.format, sheets, reported };
}

/** The issue that reading a file ends with; an error when it is read without. */
export async function faultOf(path: string, limits: Partial<ReadLimits> = {}): Promise<Issue> {
  try {
    await readWholeFile(path, limits);
  } catch (error) {
    if (error instanceof ReadFault) return error.issue;
    throw error;
  }
  throw new Error(`${path} was read without a fault`);
}
