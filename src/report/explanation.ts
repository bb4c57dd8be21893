/** `egdi explain`: a number back to its formula, inputs and cells. */
import { formatCell } from '../model/cell.ts';
import type { EvidenceMark } from '../model/survey.ts';
import { weightOf } from '../warehouse/queries/figure-explanation.ts';
import type { Explanation, Figure, Methodology } from '../warehouse/queries/figure-explanation-types.ts';
import { EVIDENCE_WORDS } from './evidence-words.ts';
import { addressOf, cellLines, fileLines, shownCell } from './explanation-evidence.ts';
import { figureLines, scoreText } from './explanation-figure.ts';
import {
  atLeastDecimals,
  type Formula,
  formulaOf,
  shortDecimal,
  statusWords,
} from './explanation-formula.ts';
import { labelledLines, minute, wrapText } from './labelled.ts';
import { fromComponentsText } from './recomputations.ts';
import { type Palette, table } from './text.ts';

/** What is printed for people. */
export function explanationText(explanation: Explanation, palette: Palette): string {
  const { subject, figure, inputs } = explanation;
  const { country, edition } = subject;
  const title = `${country.name} (${country.iso3}) · ${figure.indexCode} ${edition.edition} · ${figure.indexName}`;
  const section = (name: string, lines: readonly string[]) => [palette.bold(name), ...lines].join('\n');
  return [
    section(
      title,
      labelledLines(
        [
          ...figureLines(withComponents(explanation), subject, palette),
          ['from components', fromComponentsText(explanation.fromComponents, country.iso3)],
        ],
        palette,
      ),
    ),
    ...formulaSection(explanation, palette, section),
    section(`Method ${figure.methodology.id}`, methodLines(explanation, palette)),
    section('Cells', cellLines([figure, ...inputs], palette)),
    section('Files', fileLines(explanation, palette)),
    releaseText(explanation, palette),
  ].join('\n\n');
}

/** The score partition says that no components are loaded; where they are, in other partitions, a line below says so. */
function withComponents({ figure, fromComponents }: Explanation): Figure {
  const [one] = fromComponents?.summaries ?? [];
  if (one?.status !== 'recomputed' || figure.notRecomputedReason === null) return figure;
  return { ...figure, notRecomputedReason: 'an input of the EGDI; what its components give is said below' };
}

/** Everything, in a stable shape; numerics are strings. */
export function explanationJson(explanation: Explanation): string {
  const { subject, figure, inputs, weightInParent, isZeroInParent, fromComponents, files } = explanation;
  const withCells = (one: Figure) => ({
    ...one,
    evidence: one.evidence.map((cell) => ({ ...cell, cell: formatCell(addressOf(cell)) })),
  });
  return JSON.stringify(
    {
      ...subject,
      figure: withCells(figure),
      formula: formulaOf(explanation),
      inputs: inputs.map(withCells),
      weightInParent,
      fromComponents,
      isZeroInParent,
      files,
    },
    null,
    2,
  );
}

function formulaSection(
  explanation: Explanation,
  palette: Palette,
  section: (name: string, lines: readonly string[]) => string,
): string[] {
  const formula = formulaOf(explanation);
  if (formula === null) return [];
  const { inputDecimals } = explanation.figure.methodology;
  const rounding =
    inputDecimals === null ? [] : [palette.dim(`  inputs rounded first: ${inputDecimals} decimals`)];
  const text = formulaLines(formula.text).map((line) => `  ${line}`);
  return [section('Formula', [...text, ...rounding, '', ...inputLines(explanation, formula, palette)])];
}

/** On one line where it fits, otherwise with the result on a line of its own. */
function formulaLines(text: string): string[] {
  if ([...text].length <= 98) return [text];
  const at = text.lastIndexOf(' = ');
  return [...wrapText(text.slice(0, at), 98), `    ${text.slice(at)}`];
}

function inputLines({ figure, inputs }: Explanation, formula: Formula, palette: Palette): string[] {
  const right = 'right' as const;
  const columns = [
    { title: '  input' },
    { title: 'score', align: right },
    { title: 'weight', align: right },
    { title: 'adds', align: right },
    { title: 'rank', align: right },
    { title: 'points', align: right },
    { title: 'value status' },
    { title: 'cell' },
  ];
  const rows = inputs.map((input, index) => [
    `  ${input.indexCode}`,
    scoreText(input) ?? '–',
    weightOf(figure.methodology, input.indexCode) ?? '?',
    figure.scoreRecomputed === null ? '–' : shortDecimal(formula.terms[index]?.product ?? '', 5),
    input.rankFromPublished === null ? '–' : `${input.rankFromPublished} of ${input.rankCount}`,
    input.pointsAboveMin === null
      ? ''
      : `${atLeastDecimals(input.pointsAboveMin, 0)} of ${atLeastDecimals(input.pointsRange ?? '', 0)}`,
    statusWords(input.valueStatus),
    shownCell(input),
  ]);
  return table(columns, rows, palette).split('\n');
}

function methodLines(explanation: Explanation, palette: Palette): string[] {
  const { figure, subject } = explanation;
  const { methodology } = figure;
  const { construction, weights, components, evidence, source, breakBefore, breakKind } = methodology;
  const previous = subject.edition.previousEdition;
  return labelledLines(
    [
      ['made by', construction],
      ['weights', weights],
      ['parts', components],
      ['in the EGDI', inParentText(explanation)],
      ['printed', printingText(methodology)],
      ['ranked', rankingText(methodology)],
      ['evidence', EVIDENCE_WORDS[evidence as EvidenceMark] ?? evidence],
      ['source', source],
      ['break before', breakText(breakBefore, breakKind, previous), breakBefore ? palette.warn : undefined],
    ],
    palette,
  );
}

function inParentText({ weightInParent, isZeroInParent }: Explanation): string | null {
  if (weightInParent === null) return null;
  return `with weight ${weightInParent}${isZeroInParent ? ', counted as zero because it is missing' : ''}`;
}

function printingText({ scoreDecimals, printMode }: Methodology): string | null {
  if (scoreDecimals === null) return null;
  const mode =
    printMode === 'truncate' ? 'cut off, not rounded' : printMode === 'round' ? 'rounded' : printMode;
  return `${scoreDecimals} decimals, ${mode}`;
}

function rankingText({ rankRule, rankTakenOn }: Methodology): string | null {
  if (rankRule === null) return null;
  return rankTakenOn === null ? rankRule : `${rankRule}, on the ${rankTakenOn}`;
}

function releaseText({ subject }: Explanation, palette: Palette): string {
  const { release } = subject;
  const since =
    release.figuresSince === release.releaseNo
      ? 'these figures are new in it'
      : `these figures since release ${release.figuresSince}`;
  return palette.dim(
    `Release ${release.releaseNo}, published ${minute(release.publishedAt)} UTC by run ${release.runId} (${release.reason}); ${since}.`,
  );
}

function breakText(
  breakBefore: boolean | null,
  breakKind: string | null,
  previous: number | null,
): string | null {
  if (previous === null) return null;
  if (breakBefore === null) return `unknown: whether scores compare with ${previous} is not known`;
  return breakBefore ? `yes: ${breakKind}; not comparable with ${previous}` : 'no';
}
