/** What a figure is, in words: its value, its rank, how both agree, and why there is none. */
import type { Deviation, Figure, Subject } from '../warehouse/queries/figure-explanation-types.ts';
import { correctionText, visible } from './corrections.ts';
import { atLeastDecimals, shortDecimal, statusWords } from './explanation-formula.ts';
import { type LabelledLine, minute } from './labelled.ts';
import { type Palette, plural } from './text.ts';

const AGREEMENT: Readonly<Record<string, string>> = {
  exact: 'exact: recomputed and rounded, it is the published score',
  within_rounding: 'within rounding: the inputs, printed with so few digits, allow the published score',
  declared: 'a declared deviation: recomputation does not give the published score',
  not_recomputed: 'not recomputed',
};

export function figureLines(figure: Figure, subject: Subject, palette: Palette): LabelledLine[] {
  return [
    ['published', publishedText(figure), palette.bold],
    ['as printed', printedText(figure)],
    ...releaseLines(figure, palette),
    ['value status', statusWords(figure.valueStatus)],
    ['out of range', outOfRangeText(figure), palette.warn],
    ['why no value', whyNoValue(figure), palette.warn],
    ['missing input', missingInputText(figure), palette.warn],
    ['recomputed', recomputedText(figure)],
    ['agreement', agreementText(figure), agreementPaint(figure, palette)],
    ['residual', residualText(figure)],
    ...deviationLines(figure.deviation, palette),
    ['rank agreement', rankAgreementText(figure), rankPaint(figure, palette)],
    ...deviationLines(figure.rankDeviation, palette),
    ['points', pointsText(figure)],
    ['level', levelText(figure)],
    changeLine(figure, subject, palette),
  ];
}

/** Declared anomalies are kept; whoever reads one must know. */
function outOfRangeText({ scorePublished }: Figure): string | null {
  return Number(scorePublished) > 1 ? 'above 1, which no index can be; kept as the publisher has it' : null;
}

/** The score at its true decimals, and its rank. */
function publishedText(figure: Figure): string {
  const { scorePublished, rankPublished, rankCount } = figure;
  if (scorePublished === null) return 'no value';
  const score = scoreText(figure) ?? '';
  if (rankPublished !== null) return `${score}   rank ${rankPublished}${of(rankCount)}${shared(figure)}`;
  const derived = figure.rankFromPublished;
  return derived === null ? score : `${score}   rank ${derived}${of(rankCount)} (derived: none is printed)`;
}

export function scoreText({ scorePublished, scoreDecimals }: Figure): string | null {
  return scorePublished === null ? null : atLeastDecimals(scorePublished, scoreDecimals ?? 0);
}

function of(count: number | null): string {
  return count === null ? '' : ` of ${count}`;
}

function shared({ isRankShared }: Figure): string {
  return isRankShared === true ? ', shared' : '';
}

function printedText({ scorePrinted, rankPrinted }: Figure): string | null {
  const parts = [scorePrinted, rankPrinted === null ? null : `rank “${rankPrinted}”`];
  if (scorePrinted !== null) parts[0] = `“${scorePrinted}”`;
  return parts.filter((part) => part !== null).join(', ');
}

/** What a person changed on the way in, once for score and rank of one row: what, by whom, why. */
function releaseLines({ evidence }: Figure, palette: Palette): LabelledLine[] {
  const release = evidence.find((cell) => cell.role === 'shown' && cell.release !== null)?.release;
  if (!release) return [];
  const { by, at, reason, quarantineId, corrections } = release;
  const label = corrections.length > 0 ? 'corrected' : 'released';
  const changes = corrections.map(
    (correction): LabelledLine => [label, correctionText(correction), palette.warn],
  );
  return [
    ...changes,
    [
      corrections.length > 0 ? 'corrected by' : 'released by',
      `${by}, ${minute(at)} UTC (quarantined row ${quarantineId}): ${visible(reason)}`,
      palette.warn,
    ],
  ];
}

function recomputedText(figure: Figure): string | null {
  const { scoreRecomputed, scoreRecomputedRounded, scoreDecimals, rankRecomputed, rankBasis } = figure;
  if (scoreRecomputed === null) return null;
  const exact = shortDecimal(scoreRecomputed, Math.max(5, (scoreDecimals ?? 0) + 1));
  const rounded =
    scoreRecomputedRounded === null
      ? ''
      : ` → ${atLeastDecimals(scoreRecomputedRounded, scoreDecimals ?? 0)}`;
  const rank = rankRecomputed === null ? '' : `   rank ${rankRecomputed}, on the ${rankBasis}`;
  return `${exact}${rounded}${rank}`;
}

function agreementText({ reconciliationStatus, notRecomputedReason }: Figure): string {
  const words = AGREEMENT[reconciliationStatus] ?? statusWords(reconciliationStatus);
  return notRecomputedReason === null ? words : `${words}: ${notRecomputedReason}`;
}

function agreementPaint({ reconciliationStatus }: Figure, palette: Palette): LabelledLine[2] {
  if (reconciliationStatus === 'exact' || reconciliationStatus === 'within_rounding') return palette.good;
  return reconciliationStatus === 'not_recomputed' ? undefined : palette.warn;
}

function residualText({ residual, residualBound }: Figure): string | null {
  if (residual === null) return null;
  const bound =
    residualBound === null
      ? ''
      : `; the printed digits of score and inputs allow ${shortDecimal(residualBound, 5)}`;
  return `${shortDecimal(residual, 5)} (published minus recomputed)${bound}`;
}

function deviationLines(deviation: Deviation | null, palette: Palette): LabelledLine[] {
  if (deviation === null) return [];
  const { id, published, recomputed, reason, causedBy, evidence } = deviation;
  return [
    ['declared', `${id}: published ${published}, recomputed ${recomputed}`, palette.warn],
    ['because', reason],
    ['follows from', causedBy.replaceAll(',', ', ')],
    ['known by', evidence],
  ];
}

function rankAgreementText({
  rankReconciliationStatus,
  rankPublished,
  rankRecomputed,
}: Figure): string | null {
  if (rankReconciliationStatus === null) return null;
  if (rankReconciliationStatus === 'exact') return 'exact: published and recomputed rank are equal';
  if (rankReconciliationStatus === 'declared') {
    return `a declared deviation: published ${rankPublished}, recomputed ${rankRecomputed}`;
  }
  return statusWords(rankReconciliationStatus);
}

function rankPaint({ rankReconciliationStatus }: Figure, palette: Palette): LabelledLine[2] {
  if (rankReconciliationStatus === 'exact') return palette.good;
  return rankReconciliationStatus === 'declared' ? palette.warn : undefined;
}

function whyNoValue(figure: Figure): string | null {
  const { valueStatus, scorePrinted, rankPrinted, methodology, indexCode } = figure;
  if (valueStatus === 'observed') return null;
  const cell = scorePrinted === null ? 'the cell is blank' : `the printed “${scorePrinted}” is no score`;
  if (valueStatus !== 'not_assessed') {
    return `no ${indexCode} exists for this country in this edition; ${cell} (${methodology.id}: a zero means ${statusWords(methodology.zeroMeans ?? 'unknown')})`;
  }
  const rank =
    rankPrinted === null ? '' : `, and rank “${rankPrinted}” a place that all unassessed members share`;
  return `${NOT_ASSESSED[methodology.notAssessedWhen ?? ''] ?? 'the edition does not assess the country'}; ${cell}${rank}`;
}

const NOT_ASSESSED: Readonly<Record<string, string>> = {
  'osi-is-zero': 'this edition gives no EGDI to a member without a web presence (OSI is zero)',
  'hci-is-missing': 'this edition gives no EGDI to a member without an HCI',
};

function missingInputText({ componentMissingAsZero, indexCode }: Figure): string | null {
  return componentMissingAsZero && indexCode === 'EGDI'
    ? 'a sub-index that is not available entered the published EGDI as zero; leave it out of trends'
    : null;
}

function pointsText({ pointsAboveMin, pointsRange, pointsStep, pointsBasis }: Figure): string | null {
  if (pointsAboveMin === null || pointsRange === null) return null;
  const points = `${atLeastDecimals(pointsAboveMin, 0)} of ${atLeastDecimals(pointsRange, 0)}`;
  return `${points}, in steps of ${atLeastDecimals(pointsStep ?? '1', 0)} (${pointsBasis})`;
}

function levelText({ levelGroup, levelGroupBasis, ratingClass }: Figure): string | null {
  if (levelGroup === null) return null;
  const rating = ratingClass === null ? '' : `, rating class ${ratingClass}`;
  return `${statusWords(levelGroup)}${rating} (${levelGroupBasis})`;
}

function changeLine(figure: Figure, { edition }: Subject, palette: Palette): LabelledLine {
  const { scoreChange, rankChange, scoreDecimals, isComparable, breakKind } = figure;
  const label = `since ${edition.previousEdition}`;
  if (edition.previousEdition === null || scoreChange === null) return [label, null];
  const score = atLeastDecimals(scoreChange, scoreDecimals ?? 0);
  const ranks =
    rankChange === null
      ? ''
      : rankChange === 0
        ? ', the same rank'
        : `, ${plural(Math.abs(rankChange), 'rank')} ${rankChange > 0 ? 'up' : 'down'}`;
  const text = `${score.startsWith('-') ? '' : '+'}${score}${ranks}`;
  if (isComparable !== false) return [label, text];
  return [label, `${text}; not comparable, the method changed: ${breakKind}`, palette.warn];
}
