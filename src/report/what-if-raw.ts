/** The part of `egdi whatif` below the sub-indices: raw series that a person brought. */
import type { RawSubIndex, RawTarget, RawTargets } from '../analysis/target/raw-target.ts';
import type { WhatIfBase } from '../analysis/target/what-if.ts';
import { wrapText } from './labelled.ts';
import { type Palette, plural, table } from './text.ts';

const LIMIT_WORDS: Readonly<Record<RawTarget['limitBecause'], string>> = {
  cap: 'where the method cuts off',
  percent: 'the end of a percentage',
  'best-of-edition': 'the best of the edition',
  zero: 'the least there is',
};

export function rawSeriesText(
  { series, subIndices }: RawTargets,
  base: WhatIfBase,
  palette: Palette,
): string {
  const right = 'right' as const;
  const columns = [
    { title: '  raw series' },
    { title: 'of' },
    { title: 'today', align: right },
    { title: 'needed', align: right },
    { title: 'change', align: right },
    { title: 'leads to' },
  ];
  const rows = series.map(({ code, subIndex, today, needed, change, limit, limitBecause, ...then }) => [
    `  ${code}`,
    subIndex,
    today.toFixed(2),
    needed === null ? '–' : needed.toFixed(2),
    change === null ? '–' : `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(2)}`,
    needed === null
      ? `not possible: ${limit.toFixed(2)} is ${LIMIT_WORDS[limitBecause]}; rank ${then.rankAtLimit}`
      : `${subIndex} ${then.subIndexThen}, rank ${then.rankThen}`,
  ]);
  const said = [
    ...subIndices.flatMap((one) => remarks(one, base)),
    ...series
      .filter(({ isMonotone }) => !isMonotone)
      .map(
        ({ code }) =>
          `${code}: the rank does not only get better on the way, so a smaller change is not excluded`,
      ),
  ];
  return [
    palette.bold('One raw series alone; every member’s sub-index is computed anew'),
    ...subIndices
      .filter(({ isDoubtful }) => isDoubtful)
      .flatMap(({ subIndex, medianError }) =>
        wrapText(
          `Warning: these series are hardly those behind the ${subIndex} of ${base.edition}: the one they make is off by ${(medianError ?? 0).toFixed(4)} in the median. Check units, codes and years before you use what follows.`,
          96,
        ).map((line) => palette.warn(`  ${line}`)),
      ),
    table(columns, rows, palette),
    ...said.flatMap((text) =>
      wrapText(text, 94).map((line, index) => `  ${index === 0 ? '–' : ' '} ${line}`),
    ),
  ].join('\n');
}

function remarks(
  { subIndex, refused, complete, largestError, ownError }: RawSubIndex,
  base: WhatIfBase,
): string[] {
  if (refused !== null) return [`${subIndex}: not computed: ${refused.message}`];
  const without = base.rankedCount - complete;
  const error = (value: number | null) => Math.abs(value ?? 0).toFixed(4);
  return [
    `${subIndex} is the published one plus what the recomputed one changes by; from this file it is recomputed for ${plural(complete, 'member')}, off by ${error(ownError)} for ${base.country.iso3} and by at most ${error(largestError)}`,
    ...(without > 0
      ? [
          `${plural(without, 'member')} without all series keep the published ${subIndex}, and are in none of its extremes`,
        ]
      : []),
  ];
}
