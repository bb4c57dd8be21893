/** `egdi coherence`: whether the sub-indices of an edition measure one thing, and decide as much as they weigh. */
import type { Coherence } from '../analysis/coherence.ts';
import { INDEX_CODES, type IndexCode, SUB_INDEX_CODES } from '../model/survey.ts';
import { wrapText } from './labelled.ts';
import { type Palette, plural, table } from './text.ts';

/** Everything, in a stable shape; null: a coefficient that nothing varies enough for. */
export function coherenceJson(answer: Coherence): string {
  return JSON.stringify(answer, null, 2);
}

/** What is printed for people. */
export function coherenceText(answer: Coherence, palette: Palette): string {
  const { edition, releaseNo, assessed } = answer;
  const section = (title: string, text: string) => `${palette.bold(title)}\n${text}`;
  return [
    `${palette.bold(`EGDI ${edition}: do its sub-indices belong together?`)}\n${palette.dim(`release ${releaseNo} · ${plural(assessed, 'country', 'countries')} · published scores`)}`,
    section(`Correlations (${METHOD_WORDS[answer.correlationMethod]})`, correlationTable(answer, palette)),
    section('What each sub-index weighs, and what it decides', weightTable(answer, palette)),
    section('Dimensions', dimensionTable(answer, palette)),
    `Cronbach’s alpha of OSI, TII and HCI: ${answer.cronbachAlpha.toFixed(3)}`,
    section('Read it so', notes(answer).flatMap(bullet).join('\n')),
  ].join('\n\n');
}

const METHOD_WORDS = { pearson: 'Pearson’s r', spearman: 'Spearman’s rho', kendall: 'Kendall’s tau-b' };
const RIGHT = 'right' as const;

function correlationTable({ correlations }: Coherence, palette: Palette): string {
  const codes = INDEX_CODES.slice(0, -1);
  const of = (row: IndexCode, column: IndexCode) =>
    correlations.find(({ first, second }) => first === column && second === row)?.coefficient;
  return table(
    [{ title: '  index' }, ...codes.map((title) => ({ title, align: RIGHT }))],
    INDEX_CODES.slice(1).map((row) => [
      `  ${row}`,
      ...codes.map((column) => {
        const coefficient = of(row, column);
        return coefficient === undefined ? '' : decimal(coefficient, 3);
      }),
    ]),
    palette,
  );
}

function weightTable({ weights }: Coherence, palette: Palette): string {
  return table(
    [
      { title: '  index' },
      { title: 'weight', align: RIGHT },
      { title: 'r with EGDI', align: RIGHT },
      { title: 'share of r²', align: RIGHT },
      { title: 'weight for equal r', align: RIGHT },
    ],
    weights.map(({ indexCode, weight, correlation, importance, balancedWeight }) => [
      `  ${indexCode}`,
      decimal(weight, 3),
      decimal(correlation, 3),
      decimal(importance, 3),
      decimal(balancedWeight, 3),
    ]),
    palette,
  );
}

function dimensionTable({ components }: Coherence, palette: Palette): string {
  return table(
    [
      { title: '  principal component' },
      { title: 'variance', align: RIGHT },
      { title: 'share', align: RIGHT },
      ...SUB_INDEX_CODES.map((title) => ({ title, align: RIGHT })),
    ],
    components.eigenvalues.map((eigenvalue, at) => [
      `  ${at + 1}`,
      decimal(eigenvalue, 3),
      `${((components.shares[at] as number) * 100).toFixed(1)} %`,
      ...SUB_INDEX_CODES.map((code) => decimal(components.loadings[at]?.[code] ?? Number.NaN, 3)),
    ]),
    palette,
  );
}

function notes({ notAssessed, missingAsZero }: Coherence): string[] {
  return [
    'the EGDI correlates with its own parts, and the OSI shares questions with the EPI: such coefficients are high by making',
    'share of r²: squared correlation with the EGDI, out of the sum of the three; above the weight, the sub-index decides ' +
      'more than declared',
    'weight for equal r: the weights under which all three would correlate alike with the EGDI (a diagnosis, no proposal)',
    'alpha, and the share of the first component, say whether the three measure one thing; OSI, TII and HCI of a ' +
      'component are its loadings',
    ...(notAssessed.length === 0 ? [] : [`left out, without an EGDI: ${notAssessed.join(' ')}`]),
    ...(missingAsZero === 0
      ? []
      : [
          `${plural(missingAsZero, 'missing value counts', 'missing values count')} as 0, by the rule of the edition`,
        ]),
  ];
}

function bullet(text: string): string[] {
  return wrapText(text, 94).map((line, index) => `  ${index === 0 ? '–' : ' '} ${line}`);
}

function decimal(value: number, decimals: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(decimals).replace('-', '−');
}
