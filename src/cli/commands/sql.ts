/** `egdi sql`: one statement, as the reader, in a transaction that can change nothing. */
import { text } from 'node:stream/consumers';
import { EgdiError, EXIT } from '../../model/error.ts';
import { answerCsv, answerJson, answerTable } from '../../report/query-result.ts';
import { createPalette } from '../../report/text.ts';
import { askAsReader } from '../../warehouse/queries/reader-query.ts';
import type { CommandFunction } from '../command.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

const LONGEST_TIMEOUT_SECONDS = 300;

export const sql: CommandFunction = async (cli, { args, options }) => {
  if (cli.json && options.csv === true) {
    throw new EgdiError('usage', '--json and --csv exclude each other', { exitCode: EXIT.usage });
  }
  const timeoutSeconds = options.timeout as number;
  // Beyond its own limit the connection would be given up as lost.
  if (timeoutSeconds < 1 || timeoutSeconds > LONGEST_TIMEOUT_SECONDS) {
    throw new EgdiError('usage', `--timeout is between 1 and ${LONGEST_TIMEOUT_SECONDS} seconds`, {
      exitCode: EXIT.usage,
    });
  }
  const given = args[0] as string;
  const statement = given === '-' ? await text(process.stdin) : given;
  const answer = await withReadableWarehouse(cli, 'sql', (warehouse) =>
    warehouse.withConnection((session) =>
      askAsReader(session, statement, {
        maxRows: options.maxRows as number,
        timeoutMs: warehouse.kind === 'server' ? timeoutSeconds * 1000 : null,
      }),
    ),
  );
  if (cli.json) cli.print(answerJson(answer));
  else cli.print(options.csv === true ? answerCsv(answer) : answerTable(answer, createPalette(cli.color)));
  return EXIT.ok;
};
