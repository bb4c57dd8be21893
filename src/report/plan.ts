/** A plan for people: what a run would read, do, refuse and change. */
import type { MissingInput, PlannedInput } from '../pipeline/plan/planned-inputs.ts';
import type { PartitionPlan, RunPlan } from '../pipeline/plan/run-plan.ts';
import { issueLines } from './findings.ts';
import { minute } from './labelled.ts';
import { planDiffText } from './plan-diff.ts';
import { grouped, type Palette, plural, table } from './text.ts';

export interface PlanSummaryOptions {
  readonly program: string;
  /** The plan file that was written; null when none was asked for. */
  readonly planFile: string | null;
}

export function planSummary(plan: RunPlan, palette: Palette, options: PlanSummaryOptions): string {
  const parts = [
    `${palette.bold(`Plan: ${plan.title}`)}\n${basis(plan)}`,
    inputSection(plan, palette),
    stageTable(plan, palette),
    ...migrationSection(plan, palette),
    ...(plan.editions.length > 0 ? [editionTable(plan, palette)] : []),
    ...issueLines(plan.issues, palette),
    ...(plan.predicted.outcome === 'noop' || plan.diff === null ? [] : [planDiffText(plan.diff, palette)]),
    closing(plan, palette),
    nextStep(plan, palette, options),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function basis({ schema, publishedRelease, publishedAt }: RunPlan): string {
  if (!schema.isReadable) {
    return 'The schema of the database is too old to be read: what is published is not known, and no difference is shown.';
  }
  if (publishedRelease === null) return 'Nothing is published yet: everything is new. Nothing was written.';
  return `Compared with release ${publishedRelease}, published ${minute(publishedAt ?? '')} UTC. Nothing was written.`;
}

function inputSection({ inputs, missing }: RunPlan, palette: Palette): string {
  const count = (status: PlannedInput['status']) => inputs.filter((input) => input.status === status).length;
  const counts = [
    [count('new'), 'new'],
    [count('changed'), 'changed'],
    [count('published'), 'in the published release as they are'],
    [missing.length, 'missing'],
  ] as const;
  const words = counts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  const title = `${palette.bold(plural(inputs.length, 'input file'))}${words.length > 0 ? `: ${words.join(', ')}` : ''}`;
  const rows = [
    ...inputs.filter(({ status }) => status !== 'published').map(inputRow),
    ...missing.map(missingRow),
  ];
  if (rows.length === 0) return title;
  return `${title}\n${table([{ title: '  input' }, { title: 'file' }, { title: 'SHA-256' }, { title: '' }], rows, palette)}`;
}

function inputRow({ status, fileName, sha256, previousSha256, layoutId }: PlannedInput): string[] {
  const what = previousSha256 === null ? (layoutId ?? 'no known layout') : `was ${short(previousSha256)}`;
  return [`  ${status}`, fileName, short(sha256), what];
}

function missingRow({ fileName, sha256, partitionKeys }: MissingInput): string[] {
  const keys =
    partitionKeys.length > 4 ? plural(partitionKeys.length, 'partition') : partitionKeys.join(', ');
  return ['  missing', fileName, short(sha256), `behind ${keys}, which would keep the version they have`];
}

function stageTable({ stages }: RunPlan, palette: Palette): string {
  const rows = stages.map(({ stage, action, reason }) => [stage, action, reason]);
  return table([{ title: 'stage' }, { title: 'plan' }, { title: 'why' }], rows, palette);
}

function migrationSection({ schema }: RunPlan, palette: Palette): string[] {
  const { pending, problems } = schema;
  const names = pending.map(({ version, name }) => `  ${String(version).padStart(4, '0')}_${name}`);
  return [
    ...(names.length > 0
      ? [[palette.bold(`${plural(names.length, 'migration')} pending`), ...names].join('\n')]
      : []),
    ...(problems.length > 0 ? [palette.bad(problems.join('\n'))] : []),
  ];
}

function editionTable({ editions, partitions }: RunPlan, palette: Palette): string {
  const right = 'right' as const;
  const columns = [
    { title: 'edition' },
    { title: 'rows', align: right },
    { title: 'loaded', align: right },
    { title: 'quarantined', align: right },
    { title: 'excluded', align: right },
    { title: 'figures', align: right },
    { title: 'against the release' },
  ];
  const rows = editions.map((edition) => {
    const key = String(edition.edition);
    const score = partitions.find((one) => one.dataset === 'score' && one.partitionKey === key);
    return [
      key,
      grouped(edition.rowsRead),
      grouped(edition.rowsLoaded),
      grouped(edition.quarantined),
      grouped(edition.excluded),
      grouped(score?.rows ?? 0),
      edition.status === 'refused' ? 'REFUSED' : partitionWord(score),
    ];
  });
  return table(columns, rows, palette);
}

function partitionWord(partition: PartitionPlan | undefined): string {
  if (partition === undefined) return '';
  return partition.status === 'published' ? 'the same' : partition.status;
}

function closing({ predicted, publishedRelease }: RunPlan, palette: Palette): string {
  const { outcome, exitCode, message, dependsOnAudits } = predicted;
  const why = message === null ? '' : `: ${message}`;
  const stays =
    publishedRelease === null ? 'nothing is published' : `release ${publishedRelease} stays published`;
  const audited = dependsOnAudits ? ', if the audits of the database pass' : '';
  switch (outcome) {
    case 'noop':
      return `${palette.good('A run would find nothing to do')}, exit 0: ${stays}.`;
    case 'unchanged':
      return `${palette.good('A run would change no fact')}, exit ${exitCode}: ${stays}.`;
    case 'published':
      return exitCode === 0
        ? `${palette.good('A run would publish a release')}, exit 0${audited}.`
        : `${palette.bad('A run would publish a release in part')}, exit ${exitCode}${audited}${why}.`;
    case 'candidate':
      return `${palette.warn('A run would leave a candidate')}, exit ${exitCode}${audited}${why}; ${stays}.`;
    case 'refused':
      return `${palette.bad('A run would be refused')}, exit ${exitCode}${why}; ${stays}.`;
    case 'failed':
      return `${palette.bad('A run could not start')}, exit ${exitCode}${why}.`;
  }
}

function nextStep(
  { predicted }: RunPlan,
  palette: Palette,
  { program, planFile }: PlanSummaryOptions,
): string {
  if (predicted.outcome === 'noop' || predicted.outcome === 'failed') return '';
  const [command, what] =
    planFile === null
      ? [
          'the same command with --out plan.json',
          `then ${program} run --plan plan.json does this, or nothing`,
        ]
      : [`${program} run --plan ${planFile}`, 'do this, or nothing if anything has changed by then'];
  return `Try next:\n  ${command}\n      ${palette.dim(what)}`;
}

function short(sha256: string): string {
  return sha256.slice(0, 12);
}
