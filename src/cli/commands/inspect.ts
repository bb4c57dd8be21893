/** `egdi inspect`: what is in a workbook or CSV file, the declared tables that fit it, and a draft for a new one. */
import { STATISTICAL_TABLES } from '../../../pipelines/national/tables/index.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { formatPlace, type Issue, ReadFault } from '../../model/issue.ts';
import { openDocumentReader } from '../../readers/read-document.ts';
import { type DeclaredReading, inspectionText } from '../../report/inspection.ts';
import { inspectionJson } from '../../report/inspection-json.ts';
import { readingText } from '../../report/table-reading.ts';
import { createPalette } from '../../report/text.ts';
import { readCover, readLegend } from '../../sources/tables/cover-page.ts';
import { draftDeclaration, draftJson } from '../../sources/tables/inspection/draft-declaration.ts';
import { inspectSheet } from '../../sources/tables/inspection/inspect-sheet.ts';
import { readGrids, readTables, type TableContext } from '../../sources/tables/read-table.ts';
import { type TableDeclaration, tableDeclaration } from '../../sources/tables/table-declaration.ts';
import type { TableGrid } from '../../sources/tables/table-grid.ts';
import type { CommandFunction } from '../command.ts';
import type { CliContext } from '../context.ts';
import { readTableDeclarations } from '../table-declarations.ts';

export const inspect: CommandFunction = async (cli, { args, options }) => {
  const file = String(args[0] ?? '');
  const palette = createPalette(cli.color);
  const withFile = options.with as string | undefined;
  const declared = withFile === undefined ? undefined : await declarationsOf(cli, withFile);
  const rule = sheetRule(options.sheet as string | undefined);
  const { grids, format } = await readFileGrids(cli, file);
  const chosen = grids.filter(({ name }) => name === null || rule === undefined || rule.test(name));
  if (chosen.length === 0) throw usage(`no sheet matches ${rule?.source}`, namesHint(grids));

  if (declared !== undefined) {
    const readings = declared.map((one) => ({
      declaration: one,
      reading: readTables(chosen, one, { file, book: grids }),
    }));
    cli.print(
      cli.json
        ? inspectionJson({ file, format, sheets: [], declared: readings })
        : readingText(file, readings, palette),
    );
    return readings.some(({ reading }) => reading.isRefused) ? EXIT.dataRefused : EXIT.ok;
  }

  const sheets = chosen.map((grid) => {
    const found = inspectSheet(grid);
    return { found, draft: draftDeclaration(grid, grids, found, file) };
  });
  if (options.draft === true) {
    const drafts = sheets.filter(({ draft }) => draft !== null);
    const [first] = drafts;
    if (first?.draft == null) throw usage('nothing on the sheet looks like a table', namesHint(grids));
    if (drafts.length > 1)
      throw usage(`${drafts.length} sheets hold tables; a draft is of one`, namesHint(grids));
    for (const text of first.draft.toFillIn) cli.logger.warn('draft.fill-in', { reason: text });
    cli.print(JSON.stringify(draftJson(first.draft), null, 2));
    return EXIT.ok;
  }
  const report = {
    file,
    format,
    cover: readCover(grids),
    legend: readLegend(grids),
    sheets,
    declared: fittingTables(chosen, { file, book: grids }),
  };
  cli.print(cli.json ? inspectionJson(report) : inspectionText(report, palette));
  return EXIT.ok;
};

async function readFileGrids(cli: CliContext, file: string): Promise<{ grids: TableGrid[]; format: string }> {
  const reader = openDocumentReader({ signal: cli.signal, withNumbers: true });
  const report = (found: Issue): void =>
    cli.logger.warn('inspect.finding', {
      code: found.code,
      place: formatPlace(found),
      reason: found.message,
    });
  try {
    const document = await reader.read(file, report);
    return { grids: await readGrids(document), format: document.format };
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    const { code, message, hint } = error.issue;
    const place = formatPlace(error.issue);
    throw new EgdiError(code, `${place === '' ? file : place}: ${message}`, {
      exitCode: EXIT.dataRefused,
      ...(hint === undefined ? {} : { hint }),
    });
  } finally {
    await reader.close();
  }
}

/** The tables that the program knows and that find their sheets in this file. */
function fittingTables(grids: readonly TableGrid[], context: TableContext): DeclaredReading[] {
  return STATISTICAL_TABLES.map((input) => tableDeclaration.parse(input))
    .map((declaration) => ({ declaration, reading: readTables(grids, declaration, context) }))
    .filter(({ reading }) => reading.tables.some(({ isRefused }) => !isRefused));
}

/** A draft can be tried before it says what its labels mean. */
async function declarationsOf(cli: CliContext, path: string): Promise<TableDeclaration[]> {
  const brought = await readTableDeclarations(path);
  for (const place of brought.flatMap(({ toFillIn }) => toFillIn))
    cli.logger.warn('draft.fill-in', { place, reason: 'to be filled in before the table can be loaded' });
  return brought.map(({ declaration }) => declaration);
}

function sheetRule(text: string | undefined): RegExp | undefined {
  if (text === undefined) return undefined;
  try {
    return new RegExp(text, 'iu');
  } catch {
    throw usage(`--sheet “${text}” is no regular expression`);
  }
}

function namesHint(grids: readonly TableGrid[]): string {
  const names = grids.map(({ name }) => `“${name ?? ''}”`);
  const shown = names.length > 12 ? [...names.slice(0, 12), `and ${names.length - 12} more`] : names;
  return `choose with --sheet; there are ${shown.join(', ')}`;
}

function usage(message: string, hint?: string): EgdiError {
  return new EgdiError('usage', message, { exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
}
