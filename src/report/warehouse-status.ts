/** `egdi status` for people: what is published, how well it agrees, and what the last runs said. */

import { formatPlace } from '../model/issue.ts';
import type { FreshnessResult } from '../pipeline/freshness.ts';
import type {
  EditionState,
  RefusedRun,
  RunError,
  RunState,
  WarehouseStatus,
} from '../warehouse/queries/warehouse-status.ts';
import { AGREEMENT_COLUMNS, agreementCells } from './agreement-columns.ts';
import { labelledLines, minute } from './labelled.ts';
import { attentionLines, freshnessLines, writerLine } from './operation-lines.ts';
import { grouped, type Palette, plural, table } from './text.ts';

export function statusReport(
  status: WarehouseStatus,
  freshness: readonly FreshnessResult[],
  palette: Palette,
): string {
  const { published, editions, datasets } = status;
  return [
    published === null
      ? palette.warn('Nothing is published yet.')
      : `${palette.good(`Release ${published.releaseNo} is published`)}, since ${minute(published.publishedAt)} UTC (${published.reason}, run ${published.runId}).`,
    ...(editions.length > 0 ? [editionTable(editions, palette)] : []),
    ...(datasets.length > 0 ? [datasetLines(status, palette)] : []),
    runLines(status, freshness, palette),
    ...refusal(status, palette),
  ].join('\n\n');
}

function editionTable(editions: readonly EditionState[], palette: Palette): string {
  const right = 'right' as const;
  const columns = [
    { title: 'edition' },
    { title: 'members', align: right },
    ...AGREEMENT_COLUMNS,
    { title: 'confirmed by' },
    { title: 'since', align: right },
  ];
  const rows = editions.map((edition) => [
    String(edition.edition),
    grouped(edition.members),
    ...agreementCells(edition),
    checkedAgainst(edition),
    `release ${edition.sinceRelease}`,
  ]);
  return table(columns, rows, palette);
}

function checkedAgainst({ crossCheckFiles, contradictingFigures }: EditionState): string {
  if (crossCheckFiles === 0) return 'no other file';
  const files = plural(crossCheckFiles, 'file');
  return contradictingFigures === 0 ? files : `${files}, ${plural(contradictingFigures, 'contradiction')}`;
}

function datasetLines({ datasets }: WarehouseStatus, palette: Palette): string {
  const columns = [{ title: 'dataset' }, { title: 'rows', align: 'right' as const }, { title: 'status' }];
  const rows = datasets.map(({ dataset, rows: count, status, note }) => [
    dataset,
    grouped(count),
    note === null ? status : `${status}: ${note}`,
  ]);
  return table(columns, rows, palette);
}

function runLines(status: WarehouseStatus, freshness: readonly FreshnessResult[], palette: Palette): string {
  const { lastRun, lastSuccess, openQuarantine } = status;
  const held = openQuarantine > 0 ? plural(openQuarantine, 'row') : 'no row is held back';
  return labelledLines(
    [
      ['last run', lastRun === null ? 'none yet' : runText(lastRun), paintOf(lastRun, palette)],
      [
        'last success',
        lastSuccess === null
          ? 'none yet'
          : lastSuccess.runId === lastRun?.runId
            ? 'the same'
            : runText(lastSuccess),
      ],
      ['quarantine', held, openQuarantine > 0 ? palette.warn : undefined],
      ...freshnessLines(freshness, status.newestEdition, palette),
      ...attentionLines(status, palette),
      ...writerLine(status.writer),
    ],
    palette,
  )
    .map((line) => line.slice(2))
    .join('\n');
}

function runText(run: RunState): string {
  const end = run.exitCode === null ? '' : `, exit ${run.exitCode}`;
  const message = run.message === null ? '' : `: ${run.message}`;
  return `${run.runId}, ${minute(run.startedAt)} UTC, egdi ${run.command} ${run.pipeline} → ${run.outcome}${end}${message}`;
}

function paintOf(run: RunState | null, palette: Palette): ((text: string) => string) | undefined {
  if (run === null || run.outcome === 'running') return undefined;
  return run.exitCode === 0 ? palette.good : palette.bad;
}

/** The errors of the last refused run, unless a later run has succeeded: then they are history. */
function refusal({ lastRefused, lastSuccess }: WarehouseStatus, palette: Palette): string[] {
  if (lastRefused === null || (lastSuccess !== null && lastSuccess.runId > lastRefused.runId)) return [];
  return [errorTable(lastRefused, palette)];
}

function errorTable({ runId, errors, errorCount }: RefusedRun, palette: Palette): string {
  const title = palette.bad(palette.bold(`Run ${runId} was refused: ${plural(errorCount, 'error')}`));
  const columns = [{ title: '  code' }, { title: 'about' }, { title: 'cell' }, { title: 'what' }];
  const rows = errors.map((error) => [
    `  ${error.code}`,
    [error.iso3, error.edition, error.indexCode].filter((part) => part !== null).join(' '),
    placeOf(error),
    error.hint === null ? error.message : `${error.message}; ${error.hint}`,
  ]);
  const more = errorCount > errors.length ? `\n  … and ${errorCount - errors.length} more` : '';
  return `${title}\n${table(columns, rows, palette)}${more}`;
}

function placeOf({ fileName, sheet, row, column, place }: RunError): string {
  const cell = {
    ...(sheet === null ? {} : { sheet }),
    ...(column === null ? {} : { column }),
    ...(place === null ? {} : { path: place }),
  };
  return formatPlace({
    ...(fileName === null ? {} : { file: fileName }),
    ...(row === null ? {} : { cell: { row, ...cell } }),
  });
}
