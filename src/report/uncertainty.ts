/** How robust the ranks of an edition are, for people and as JSON. */
import type { Assumption } from '../analysis/uncertainty/edition-ensemble.ts';
import type { LeftOut } from '../analysis/uncertainty/leaving-out.ts';
import {
  type RankGroup,
  type SensitivityOutput,
  TOLD_APART,
  type UncertaintyAnalysis,
} from '../analysis/uncertainty/uncertainty.ts';
import type { SobolEstimate } from '../composite/uncertainty/sobol.ts';
import { SUB_INDEX_CODES } from '../model/survey.ts';
import { grouped, type Palette, plural, table } from './text.ts';

const LINE_WIDTH = 98;
const right = 'right' as const;

export function uncertaintyText(analysis: UncertaintyAnalysis, palette: Palette): string {
  return [
    heading(analysis, palette),
    countryTable(analysis, palette),
    ...groupSections(analysis, palette),
    ...sensitivitySections(analysis, palette),
    ...leaveOneOutSections(analysis, palette),
  ].join('\n\n');
}

/** Extended, never renamed. Shares are of 1; ranks: 1 is the best; null: not identified. */
export function uncertaintyJson(analysis: UncertaintyAnalysis): string {
  const { sensitivity } = analysis;
  const shown = {
    edition: analysis.edition,
    releaseNo: analysis.releaseNo,
    index: 'EGDI',
    seed: analysis.seed,
    replicates: analysis.replicates,
    assessed: analysis.assessed,
    notAssessed: analysis.notAssessed,
    missingCountedAsZero: analysis.missingAsZero,
    assumptions: analysis.assumptions,
    top: analysis.top,
    above: analysis.above,
    countries: analysis.countries.map(({ ranks, withinTop, withinTopError, aboveAsked, ...country }) => ({
      iso3: country.iso3,
      name: country.name,
      rankPublished: country.rank,
      rankMean: ranks.mean,
      rankMedian: ranks.median,
      rankLow5: ranks.low,
      rankHigh95: ranks.high,
      rankBest: ranks.best,
      rankWorst: ranks.worst,
      probabilityWithinTop: withinTop,
      probabilityWithinTopError: withinTopError,
      probabilityAbove: aboveAsked,
      notToldApartFrom: country.notToldApart,
    })),
    toldApartAt: TOLD_APART,
    groups: analysis.groups.map(({ from, to, countries }) => ({ rankFrom: from, rankTo: to, countries })),
    sensitivity:
      sensitivity === null
        ? null
        : {
            rows: sensitivity.rows,
            outputs: sensitivity.outputs.map(({ iso3, mean, variance, factors }) => ({
              output: iso3 === null ? 'mean-absolute-rank-change' : 'rank',
              iso3,
              mean,
              variance,
              factors: factors.map(({ factor, estimate, error }) => ({
                factor,
                firstOrderJansen: identified(estimate.jansen),
                firstOrderJansenError: identified(error.jansen),
                firstOrderSaltelli: identified(estimate.saltelliCentred),
                firstOrderSaltelliError: identified(error.saltelliCentred),
                total: identified(estimate.total),
                totalError: identified(error.total),
              })),
            })),
          },
    leaveOneOut: analysis.leaveOneOut,
  };
  return JSON.stringify(shown, null, 2);
}

function identified(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function heading(analysis: UncertaintyAnalysis, palette: Palette): string {
  const { edition, releaseNo, assessed, notAssessed, replicates, seed, assumptions } = analysis;
  const width = Math.max(...assumptions.map(({ factor }) => factor.length));
  const left = notAssessed.length === 0 ? '' : `, ${notAssessed.length} without an EGDI left out`;
  return [
    palette.bold(`EGDI ${edition}: how robust the ranks are`),
    `release ${releaseNo} · ${plural(assessed, 'country', 'countries')}${left} · ` +
      `${plural(replicates, 'replicate')} · seed ${seed}`,
    '',
    'drawn anew in each replicate, independently:',
    ...assumptions.map((one) => `  ${one.factor.padEnd(width)}  ${assumptionText(one, width + 4)}`),
    'held fixed: the data behind the sub-indices, and how these are made' +
      (analysis.missingAsZero > 0
        ? `; ${plural(analysis.missingAsZero, 'missing sub-index', 'missing sub-indices')} counted as 0, by the edition’s rule`
        : ''),
    'ranks of a replicate: by its unrounded scores, 1 is the best',
  ].join('\n');
}

function assumptionText(assumption: Assumption, indent: number): string {
  const wrapped = (...lines: string[]) => lines.join(`\n${' '.repeat(indent)}`);
  switch (assumption.factor) {
    case 'weights': {
      const weights = SUB_INDEX_CODES.map((code) => `${code} ${assumption.nominal[code]}`).join(', ');
      return `${weights}; each × (1 ± up to ${assumption.fraction}, uniform), then rescaled`;
    }
    case 'aggregation': {
      const [first, ...rest] = assumption.alternatives;
      const means =
        rest.length === 0 ? `${first} mean` : `${[first, ...rest].join(' or ')} mean, equally likely`;
      if (assumption.zerosShifted === null) return means;
      return wrapped(
        means,
        'sub-indices first put from 0 … 1 on 1 … 100 (1 + 99x), as a geometric mean needs',
        `positive values (zeros: ${assumption.zerosShifted}); ranks by the arithmetic mean stay as they are`,
      );
    }
    case 'rounding': {
      const parts = SUB_INDEX_CODES.map((code) => {
        const { decimals, mode } = assumption.precisions[code];
        const range = { round: '±½', truncate: '0 … 1', either: '−½ … 1' }[mode];
        return `${code} ${range} unit of decimal ${decimals}`;
      });
      return wrapped('what the printed digits leave open, uniform:', parts.join(', '));
    }
  }
}

function countryTable(analysis: UncertaintyAnalysis, palette: Palette): string {
  const { countries, top, above, replicates } = analysis;
  const rows = countries.map((country) => [
    country.rank === null ? '–' : String(country.rank),
    country.iso3,
    cut(country.name, 28),
    rankText(country.ranks.median),
    `${rankText(country.ranks.low)} – ${rankText(country.ranks.high)}`,
    `${country.ranks.best} – ${country.ranks.worst}`,
    percent(country.withinTop),
    ...(above === null ? [] : [country.aboveAsked === null ? '–' : percent(country.aboveAsked)]),
    String(country.notToldApart.length),
  ]);
  const columns = [
    { title: 'rank', align: right },
    { title: 'code' },
    { title: 'country' },
    { title: 'median', align: right },
    { title: '5 – 95 %', align: right },
    { title: 'best – worst', align: right },
    { title: `P(≤ ${top})`, align: right },
    ...(above === null ? [] : [{ title: `P(above ${above})`, align: right }]),
    { title: 'alike', align: right },
  ];
  const error = 100 * Math.sqrt(0.25 / replicates);
  return [
    table(columns, rows, palette),
    palette.dim(
      `rank: as published · alike: countries that it is neither above nor below in ${TOLD_APART * 100} % of the replicates\n` +
        `Monte Carlo standard error of a probability: at most ${error.toFixed(1)} percentage points`,
    ),
  ].join('\n');
}

function groupSections({ groups, countries, assessed }: UncertaintyAnalysis, palette: Palette): string[] {
  // Of some countries: their own groups.
  const asked = new Set(countries.map(({ iso3 }) => iso3));
  const shown = groups.filter(
    (group) =>
      group.countries.length > 1 &&
      (countries.length === assessed || group.countries.some((one) => asked.has(one))),
  );
  if (shown.length === 0) return [];
  const label = ({ from, to }: RankGroup) => `${from} – ${to}`;
  const width = Math.max(...shown.map((group) => label(group).length));
  return [
    [
      palette.bold('Countries that cannot be told apart'),
      palette.dim(
        `A group ends before the first country that its own first one is above in ${TOLD_APART * 100} % of the replicates.`,
      ),
      ...shown.map(
        (group) =>
          `  ${label(group).padStart(width)}  ${wrap(group.countries.join(' '), LINE_WIDTH - width - 4, width + 4)}`,
      ),
    ].join('\n'),
  ];
}

function sensitivitySections({ sensitivity, countries }: UncertaintyAnalysis, palette: Palette): string[] {
  if (sensitivity === null) return [];
  const nameOf = (iso3: string) => countries.find((country) => country.iso3 === iso3)?.name ?? iso3;
  const title = ({ iso3 }: SensitivityOutput) =>
    iso3 === null ? 'mean |rank change|, all' : `rank of ${cut(nameOf(iso3), 24)}`;
  const rows = sensitivity.outputs.flatMap((output) =>
    output.factors.map(({ factor, estimate, error }, index) => [
      index === 0 ? title(output) : '',
      index === 0 ? output.mean.toFixed(2) : '',
      factor,
      withError(estimate, error, 'jansen'),
      withError(estimate, error, 'total'),
    ]),
  );
  return [
    [
      palette.bold('Which assumption matters: share of the variance, with standard error'),
      table(
        [
          { title: 'of' },
          { title: 'mean', align: right },
          { title: 'assumption' },
          { title: 'alone (first order)', align: right },
          { title: 'with interactions (total)', align: right },
        ],
        rows,
        palette,
      ),
      palette.dim(
        `Sobol’s indices by Jansen’s estimators, ${grouped(sensitivity.rows)} rows; ` +
          'rank change: against the index as declared',
      ),
    ].join('\n'),
  ];
}

function withError(estimate: SobolEstimate, error: SobolEstimate, kind: keyof SobolEstimate): string {
  const value = estimate[kind];
  return Number.isFinite(value) ? `${signed(value)} ± ${error[kind].toFixed(2)}` : 'does not vary';
}

/** Two decimals; −0.00 is 0.00. */
function signed(value: number): string {
  const text = value.toFixed(2);
  return text === '-0.00' ? '0.00' : text.replace('-', '−');
}

function leaveOneOutSections({ leaveOneOut, countries }: UncertaintyAnalysis, palette: Palette): string[] {
  if (leaveOneOut === null) return [];
  const shown = new Set(countries.map(({ iso3 }) => iso3));
  const cell = (rank: number, before: number) => {
    const places = before - rank;
    return `${rank} (${places === 0 ? 'same' : `${Math.abs(places)} ${places > 0 ? 'up' : 'down'}`})`;
  };
  const rows = leaveOneOut
    .filter(({ iso3 }) => shown.has(iso3))
    .map(({ iso3, name, rank, without }: LeftOut) => [
      String(rank),
      iso3,
      cut(name, 28),
      ...SUB_INDEX_CODES.map((code) => cell(without[code], rank)),
    ]);
  return [
    [
      palette.bold('Rank without one of the sub-indices, in places up or down'),
      table(
        [
          { title: 'rank', align: right },
          { title: 'code' },
          { title: 'country' },
          ...SUB_INDEX_CODES.map((code) => ({ title: `without ${code}`, align: right })),
        ],
        rows,
        palette,
      ),
      palette.dim(
        'weights of the other two rescaled, nothing else varied; rank: recomputed from the sub-indices',
      ),
    ].join('\n'),
  ];
}

/** Quantiles between two ranks are halves and the like. */
function rankText(rank: number): string {
  return Number.isNaN(rank) ? '–' : String(Number(rank.toFixed(1)));
}

/** 0 and 100 % only where they are exact. */
function percent(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`;
  if (share < 0.001) return '< 0.1 %';
  if (share > 0.999) return '> 99.9 %';
  return `${(100 * share).toFixed(1)} %`;
}

function cut(name: string, width: number): string {
  const letters = [...name];
  return letters.length <= width ? name : `${letters.slice(0, width - 1).join('')}…`;
}

function wrap(words: string, width: number, indent: number): string {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}
