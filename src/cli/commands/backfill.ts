/** `egdi backfill`: a range of editions, resumable, or local files once; what they do not touch keeps its version. */
import { join } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';
import { createCatalogue } from '../../pipeline/catalogue.ts';
import { sendHeartbeat } from '../../runtime/heartbeat.ts';
import type { CommandFunction } from '../command.ts';
import type { CliContext } from '../context.ts';
import { hasDatabase, withWritableWarehouse } from '../opened-warehouse.ts';
import { surveyWork } from '../pipeline-work.ts';
import { findPipeline } from '../pipelines.ts';
import { openFor, withPreparedRun } from '../prepared-run.ts';
import { runWorks } from '../run-pipelines.ts';
import { pipelineWith } from './run.ts';

export const backfill: CommandFunction = async (cli, { args, options }) => {
  const named = findPipeline(args[0] as string, INSTEAD);
  if (options.cancel === true) return cancel(cli, named.name);
  const pipeline = await pipelineWith(named, options.declare as string | undefined);
  const files = options.file as string[] | undefined;
  const edition = options.edition as number | undefined;
  const asked = {
    from: (options.from as number | undefined) ?? edition,
    to: (options.to as number | undefined) ?? edition,
  };
  const isRange = files === undefined || options.from !== undefined || options.to !== undefined;
  const request = {
    pipeline,
    command: 'backfill',
    inputs: files ?? [join(cli.root, pipeline.defaultInput)],
    edition: isRange ? null : (edition ?? null),
    force: options.force === true,
    noPublish: options.publish === false,
    publishPartial: options.publishPartial === true,
    reason: (options.reason as string | undefined) ?? 'backfill',
  };
  if (!isRange) return runWorks(cli, 'backfill', [surveyWork(cli, request)]);
  if (asked.from === undefined && asked.to === undefined) {
    throw new EgdiError('usage', 'which editions?', {
      exitCode: EXIT.usage,
      hint: '--from 2003 --to 2024, --edition 2018, or --file with local files',
    });
  }
  const { editionsBetween } = await import('../../pipeline/backfill/range.ts');
  // Only a database can know of further editions; without one a slip is told before one is created.
  if (!hasDatabase(cli)) editionsBetween(asked, createCatalogue(pipeline).editions.keys());
  const { runBackfill } = await import('../../pipeline/backfill/backfill.ts');
  const { backfillSummary } = await import('../../report/backfill.ts');
  const { createPalette } = await import('../../report/text.ts');
  const restart = options.restart === true;
  const { reportOfRun } = await import('../../pipeline/backfill/report.ts');
  const order = { ...request, asked, restart };
  const surroundings = { open: openFor(cli, 'backfill') };
  const report = await withPreparedRun(cli, surroundings, order, runBackfill, reportOfRun);
  cli.print(cli.json ? JSON.stringify(report, null, 2) : backfillSummary(report, createPalette(cli.color)));
  await sendHeartbeat(cli.config.heartbeatUrl, report, cli.logger);
  return report.exitCode;
};

/** Files of tables hold all their periods: a run is a backfill, and a stopped one leaves nothing half done. */
const INSTEAD =
  'its files hold all their periods at once, so this loads them, old vintages first: egdi run PIPELINE --input FILE…';

async function cancel(cli: CliContext, pipeline: string): Promise<number> {
  const { clock } = cli;
  const { giveUpBackfills } = await import('../../warehouse/ledger/backfills.ts');
  const { takeFence } = await import('../../warehouse/ledger/fence.ts');
  const { cancelSummary } = await import('../../report/backfill.ts');
  const cancelled = hasDatabase(cli)
    ? await withWritableWarehouse(cli, 'backfill --cancel', ({ warehouse }) =>
        warehouse.withTransaction(async (session) => {
          await takeFence(session, 'egdi backfill --cancel', clock.now());
          return giveUpBackfills(session, pipeline, clock.now());
        }),
      )
    : [];
  cli.print(cli.json ? JSON.stringify({ cancelled }, null, 2) : cancelSummary(cancelled));
  return EXIT.ok;
}
