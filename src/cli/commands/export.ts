/** `egdi export`: tables, or the answer to one statement, as files with a description, all of one release. */
import { resolve } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { ExportFormat } from '../../report/export/file-format.ts';
import { writePackage } from '../../report/export/write-package.ts';
import { exportJson, exportSummary } from '../../report/export-summary.ts';
import { createPalette } from '../../report/text.ts';
import { withReaderSnapshot } from '../../warehouse/queries/reader-snapshot.ts';
import { type Contract, loadContract } from '../../warehouse/queries/reporting-contract.ts';
import type { CommandFunction, CommandInput } from '../command.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

const STATEMENT_TIMEOUT_MS = 300_000;
const FILE_NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/;

export const exportData: CommandFunction = async (cli, { args, options }) => {
  const contract = await loadContract(cli.sqlFolder);
  const { relations, statement, statementName } = asked(args, options, contract);
  const folder = resolve(options.out as string);
  const result = await withReadableWarehouse(cli, 'export', (warehouse) =>
    warehouse.withConnection((session) =>
      withReaderSnapshot(
        session,
        {
          relations,
          statement,
          timeoutMs: warehouse.kind === 'server' ? STATEMENT_TIMEOUT_MS : null,
          grainOf: ({ schema, name }) =>
            contract.schemas[schema === 'history' ? 'history' : 'reporting'][name]?.grain ?? [],
        },
        async (snapshot) => ({
          folder,
          release: snapshot.release,
          files: await writePackage(snapshot, {
            format: options.format as ExportFormat,
            folder,
            force: options.force === true,
            bom: options.bom === true,
            formulaGuard: options.formulaGuard !== false,
            statementName,
            contract,
            createdAt: cli.clock.now(),
            signal: cli.signal,
          }),
        }),
      ),
    ),
  );
  cli.print(cli.json ? exportJson(result) : exportSummary(result, createPalette(cli.color)));
  return EXIT.ok;
};

/** What is to be exported: the tables named, the statement, or every table of reporting. */
function asked(args: CommandInput['args'], options: CommandInput['options'], contract: Contract) {
  const named = [...new Set((args[0] as readonly string[] | undefined) ?? [])];
  const statement = (options.query as string | undefined) ?? null;
  const statementName = options.name as string;
  if (!FILE_NAME.test(statementName)) {
    throw new EgdiError('usage', '--name takes lower-case letters, digits, “.”, “-” and “_”', {
      exitCode: EXIT.usage,
    });
  }
  const bare = (name: string) => name.replace(/^reporting\./, '');
  if (statement !== null && named.some((name) => bare(name) === statementName)) {
    throw new EgdiError('usage', `two files would be called ${statementName}`, {
      exitCode: EXIT.usage,
      hint: 'name that of the query with --name',
    });
  }
  const all = Object.entries(contract.schemas.reporting).flatMap(([name, { kind }]) =>
    kind === 'table' ? [name] : [],
  );
  const relations = named.length === 0 && statement === null ? all : [...new Set(named.map(bare))];
  return { relations, statement, statementName };
}
