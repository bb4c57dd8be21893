/** `egdi explain` of an observation: one fact to its cell, or the facts among which one has to be named. */
import { type PeriodKind, parsePeriodText, periodText } from '../model/national-period.ts';
import type {
  ExplainedObservation,
  ObservationExplanation,
  ObservationRevision,
} from '../warehouse/queries/observation-explanation.ts';
import { type LabelledLine, labelledLines, minute } from './labelled.ts';
import { type Palette, plural, table } from './text.ts';

/** Facts that are listed where one has to be named. */
const MOST_LISTED = 40;

export function observationExplanationText(
  explanation: ObservationExplanation,
  palette: Palette,
  { program, period }: { readonly program: string; readonly period: string | null },
): string {
  const { indicator, place } = explanation;
  // Of a year and its months the year was meant.
  const exact = explanation.facts.filter((fact) => periodWords(fact) === period);
  const facts = exact.length > 0 ? exact : explanation.facts;
  const whole = facts.filter(({ breakdown }) => breakdown === '');
  const [only, ...others] = facts.length > 1 && whole.length === 1 ? whole : facts;
  if (only === undefined) throw new RangeError('nothing to explain');
  const title = palette.bold(
    `${place.name} (${place.code}) · ${indicator.indicatorCode} · ${indicator.nameEn}`,
  );
  if (others.length > 0) return [title, listOf(facts, palette), chooseOne(explanation, program)].join('\n\n');
  const rest = facts.length - 1;
  return [
    `${title}\n${labelledLines(factLines(only, explanation), palette).join('\n')}`,
    [palette.bold('Source'), ...labelledLines(sourceLines(only), palette)].join('\n'),
    ...revisionSection(only, palette),
    releaseLine(only, explanation),
    ...(rest > 0 ? [`${plural(rest, 'figure')} of its breakdowns not shown: --json has them.`] : []),
  ].join('\n\n');
}

function factLines(fact: ExplainedObservation, { indicator }: ObservationExplanation): LabelledLine[] {
  const flags = [
    fact.isEstimated ? 'estimated' : '',
    fact.isPreliminary ? 'preliminary' : '',
    fact.isNegligible ? 'a printed zero that means less than half of its last digit' : '',
    fact.bound === 'exact' ? '' : `the figure is ${fact.bound.replace('_', ' ')}`,
  ].filter((text) => text !== '');
  return [
    ['period', periodWords(fact)],
    ['breakdown', fact.breakdown],
    ['value', fact.value ?? `none: ${fact.status.replaceAll('_', ' ')}`],
    ['unit', fact.unit],
    ['value status', [fact.status, ...flags].join(', ')],
    ['as printed', fact.printed === null ? 'blank' : `“${fact.printed}”`],
    ['note', fact.note],
    ['indicator', indicator.publisher],
    ['definition', indicator.description],
  ];
}

function sourceLines({ file, cell, confirmedBy }: ExplainedObservation): LabelledLine[] {
  return [
    ['file', file.name],
    ['cell', cell],
    ['sha256', file.sha256],
    ['publisher', file.publisher],
    ['title', file.title],
    ['address', file.url ?? 'not known'],
    ['licence', file.licence],
    [
      'vintage',
      file.publishedOn === null
        ? 'the file does not say when it was published'
        : `published on ${file.publishedOn}`,
    ],
    ['retrieved', file.retrievedOn],
    ['confirmed by', confirmedBy.map(({ name, sha256 }) => `${name} (${sha256.slice(0, 12)})`).join(', ')],
  ];
}

/** What it was before, where that differs. */
function revisionSection({ revisions }: ExplainedObservation, palette: Palette): string[] {
  const changes = revisions.filter(
    (one, position) => position === 0 || said(one) !== said(revisions[position - 1] as ObservationRevision),
  );
  if (changes.length < 2) return [];
  const right = 'right' as const;
  const rows = changes.map(({ releaseNo, publishedAt, value, status, vintage, fileName, sha256 }) => [
    `  ${releaseNo}`,
    minute(publishedAt),
    value ?? status,
    vintage ?? '',
    fileName,
    sha256.slice(0, 12),
  ]);
  const columns = [
    { title: '  release' },
    { title: 'published' },
    { title: 'value', align: right },
    { title: 'vintage' },
    { title: 'file' },
    { title: 'sha256' },
  ];
  return [`${palette.bold('Revisions')}\n${table(columns, rows, palette)}`];
}

function said({ value, status }: ObservationRevision): string {
  return `${value} ${status}`;
}

function releaseLine(
  { sinceRelease, publishedAt, runId }: ExplainedObservation,
  { releaseNo }: ObservationExplanation,
): string {
  const when = publishedAt === null ? '' : `, published ${minute(publishedAt)} UTC by run ${runId}`;
  const since =
    sinceRelease === releaseNo ? 'new in it' : `as they stand since release ${sinceRelease}${when}`;
  return sinceRelease === releaseNo
    ? `Release ${releaseNo}${when}; the figures of its series are ${since}.`
    : `Release ${releaseNo}; the figures of its series are ${since}.`;
}

function listOf(facts: readonly ExplainedObservation[], palette: Palette): string {
  const right = 'right' as const;
  const hasBreakdown = facts.some(({ breakdown }) => breakdown !== '');
  const columns = [
    { title: 'period' },
    ...(hasBreakdown ? [{ title: 'breakdown' }] : []),
    { title: 'value', align: right },
    { title: 'value status' },
    { title: 'as printed' },
    { title: 'cell' },
    { title: 'file' },
  ];
  const rows = facts
    .slice(0, MOST_LISTED)
    .map((fact) => [
      periodWords(fact),
      ...(hasBreakdown ? [fact.breakdown] : []),
      fact.value ?? '',
      fact.status,
      fact.printed ?? '',
      fact.cell,
      fact.file.name,
    ]);
  const more = facts.length - rows.length;
  return table(columns, rows, palette) + (more > 0 ? `\n… and ${more} more: --json has them all` : '');
}

function chooseOne({ facts, place, indicator }: ObservationExplanation, program: string): string {
  const starts = new Set(facts.map(({ periodStart, periodEnd }) => `${periodStart} ${periodEnd}`));
  if (starts.size < 2) return 'Each is one breakdown of it; --json has file and cell of each.';
  const last = facts.at(-1) as ExplainedObservation;
  return `One of them whole: ${program} explain ${place.code} ${indicator.indicatorCode} ${periodWords(last)}`;
}

/** As it is written on the command line, too. */
function periodWords({ periodKind, periodStart, periodEnd }: ExplainedObservation): string {
  if (periodEnd !== null) {
    return periodText({ kind: periodKind as PeriodKind, firstDay: periodStart, lastDay: periodEnd });
  }
  if (periodKind === 'year') return periodStart.slice(0, 4);
  const month = periodStart.slice(0, 7);
  if (periodKind === 'month') return month;
  return `${periodStart.slice(0, 4)}-Q${Math.ceil(Number(periodStart.slice(5, 7)) / 3)}`;
}

/** The days between which a period begins that a person writes as `2016`, `2016-Q2`, `2016-06` or a day. */
export function askedPeriod(text: string): { readonly from: string; readonly to: string } | undefined {
  const period = parsePeriodText(text);
  return period === undefined ? undefined : { from: period.firstDay, to: period.lastDay };
}
