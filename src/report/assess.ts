/** `egdi assess`: a country's own answers, the index and the place that they would make, in words and as JSON. */
import type {
  AssessedRank,
  GroupPoints,
  NextRank,
  PointAssessment,
  WeightedWhatIf,
} from '../analysis/self-assessment.ts';
import { decimalText } from '../model/decimal.ts';
import type { Precision } from '../model/interval.ts';
import { compare, type Rational, subtract, toFixed } from '../model/rational.ts';
import { exactAsText } from './exact-json.ts';
import { type LabelledLine, labelledLines } from './labelled.ts';
import { type Palette, plural, table } from './text.ts';

const MOST_NEXT = 5;
const MOST_NAMED = 6;

export interface AssessmentReport {
  readonly file: string;
  readonly assessment: PointAssessment;
  /** Of the published column; the index is shown as it would be printed. */
  readonly precision: Precision;
  /** Null where no release was read. */
  readonly ranked: AssessedRank | null;
  readonly releaseNo: number | null;
}

export function assessmentText(report: AssessmentReport, palette: Palette): string {
  const { file, assessment, precision, ranked, releaseNo } = report;
  const { edition, indexCode, points, possible, lattice, index, groups } = assessment;
  const lines: LabelledLine[] = [
    ['points', `${decimalText(points)} of ${decimalText(possible)} asked about in the file`],
    [
      'index',
      `${printed(index, precision)} = ${decimalText(points)}/${decimalText(lattice.range)}: points over the range from the last to the best member of ${edition}`,
    ],
    ...(ranked === null ? [] : rankLines(ranked, assessment)),
  ];
  const sections = [
    palette.bold(`Self-assessment · ${indexCode} ${edition} · ${file}`),
    groupTable(groups, palette),
    labelledLines(lines, palette).join('\n'),
    ...(ranked === null || ranked.next.length === 0 ? [] : [nextTable(ranked.next, assessment, palette)]),
    assumptions(report)
      .map((text) => palette.dim(`  ${text}`))
      .join('\n'),
    ...(releaseNo === null ? [] : [palette.dim(`Compared with release ${releaseNo}.`)]),
  ];
  return sections.join('\n\n');
}

function rankLines(ranked: AssessedRank, { points }: PointAssessment): LabelledLine[] {
  const { rank, of, level, published, notCompared, isAdded } = ranked;
  const with_ = level.length === 0 ? '' : `, level with ${named(level)}`;
  const change = published === null ? null : subtract(points, published.points);
  return [
    ['would rank', `${rank} of ${of}${with_}${isAdded ? ' (as one more beside the members)' : ''}`],
    [
      'as published',
      published &&
        change &&
        `${published.iso3}: ${decimalText(published.points)} points, rank ${published.rank}; the answers give ${differenceText(change)}`,
    ],
    ['not compared', notCompared.length === 0 ? null : `${named(notCompared)}: score on no lattice`],
  ];
}

function differenceText(change: Rational): string {
  if (change.num === 0n) return 'as many';
  const size = decimalText(change.num < 0n ? { num: -change.num, den: change.den } : change);
  return `${size} ${change.num > 0n ? 'more' : 'fewer'}`;
}

function groupTable(groups: readonly GroupPoints[], palette: Palette): string {
  const right = 'right' as const;
  const columns = [
    { title: '  group' },
    { title: 'features', align: right },
    { title: 'points', align: right },
    { title: 'of', align: right },
    { title: 'missing', align: right },
  ];
  const rows = groups.map(({ group, features, points, possible }) => [
    `  ${group}`,
    String(features),
    decimalText(points),
    decimalText(possible),
    decimalText(subtract(possible, points)),
  ]);
  return table(columns, rows, palette);
}

function nextTable(next: readonly NextRank[], { lattice }: PointAssessment, palette: Palette): string {
  const right = 'right' as const;
  const columns = [
    { title: '  rank', align: right },
    { title: 'more points to draw level', align: right },
    { title: 'with' },
  ];
  const rows = next
    .slice(0, MOST_NEXT)
    .map(({ rank, pointsNeeded, iso3 }) => [String(rank), decimalText(pointsNeeded), named(iso3)]);
  const step = decimalText(lattice.step);
  return [
    palette.bold('The next ranks'),
    table(columns, rows, palette),
    palette.dim(`  ${step} ${step === '1' ? 'point' : 'points'} more passes them.`),
  ].join('\n');
}

function assumptions({ assessment, ranked }: AssessmentReport): string[] {
  const { edition, indexCode, possible, lattice } = assessment;
  const short = compare(possible, lattice.range) < 0;
  return [
    'The least number of points of a member is not known: the answers are counted as points above it.',
    `The extremes of ${edition} are kept: range ${decimalText(lattice.range)}, deduced from the published scores.`,
    ...(short
      ? [
          `The file asks about ${decimalText(possible)} points, less than that range; what it does not ask counts as absent.`,
        ]
      : []),
    ...(compare(possible, lattice.range) > 0
      ? [
          `The file asks about ${decimalText(possible)} points, more than that range: fine if all members have the rest; otherwise it is the questionnaire of another edition, and the index is too high.`,
        ]
      : []),
    ...(ranked === null
      ? []
      : [`Ranks of the ${indexCode} are derived from published scores: equal scores share the better rank.`]),
  ];
}

export function whatIfScoreText(
  file: string,
  { edition, shares, weighted }: WeightedWhatIf,
  palette: Palette,
): string {
  const right = 'right' as const;
  const columns = [
    { title: '  sub-index' },
    { title: 'points', align: right },
    { title: 'of', align: right },
    { title: 'share', align: right },
    { title: 'weight', align: right },
  ];
  const rows = shares.map(({ group, share, weight }) => [
    `  ${group.group}`,
    decimalText(group.points),
    decimalText(group.possible),
    toFixed(share, 4),
    decimalText(weight),
  ]);
  return [
    palette.bold(`What-if · OSI ${edition} · ${file}`),
    table(columns, rows, palette),
    `  weighted share of points  ${toFixed(weighted, 4)}`,
    WHAT_IF_NOTES.map((text) => palette.warn(`  ${text}`)).join('\n'),
  ].join('\n\n');
}

const WHAT_IF_NOTES = [
  'This is no OSI: the weights are recalled and have no source.',
  'Whether the sub-indices are min–maxed first, and the extremes of the members, are unknown: no rank follows.',
];

/** Exact figures are texts in lowest terms (`"149/170"`). Extended, never renamed. */
export function assessmentJson({ file, assessment, precision, ranked, releaseNo }: AssessmentReport): string {
  const { edition, indexCode, groups, points, possible, lattice, index } = assessment;
  const shape = {
    schema: 'egdi-assessment/1',
    file,
    edition,
    index: indexCode,
    official: false,
    groups,
    points,
    possible,
    range: lattice.range,
    step: lattice.step,
    score: index,
    scorePrinted: printed(index, precision),
    releaseNo,
    ranked,
    assumptions: assumptions({ file, assessment, precision, ranked, releaseNo }),
  };
  return JSON.stringify(shape, exactAsText, 2);
}

export function whatIfScoreJson(file: string, { edition, shares, weighted }: WeightedWhatIf): string {
  const shape = {
    schema: 'egdi-assessment-what-if/1',
    file,
    edition,
    index: 'OSI',
    official: false,
    subIndices: shares.map(({ group, weight, share }) => ({ ...group, weight, share })),
    weighted,
    assumptions: WHAT_IF_NOTES,
  };
  return JSON.stringify(shape, exactAsText, 2);
}

function printed(index: Rational, { decimals, mode }: Precision): string {
  return toFixed(index, decimals, mode === 'truncate' ? 'floor' : 'half-up');
}

function named(codes: readonly string[]): string {
  const shown = codes.slice(0, MOST_NAMED).join(', ');
  return codes.length > MOST_NAMED ? `${shown} and ${plural(codes.length - MOST_NAMED, 'other')}` : shown;
}
