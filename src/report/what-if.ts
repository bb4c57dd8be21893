/** `egdi whatif`: what it takes to reach a rank, and where other sub-indices would lead. */
import type { OtherCountry, Outcome, Standing } from '../analysis/target/outcome.ts';
import type { ComponentAnswer, MixAnswer, ReachRank } from '../analysis/target/reach-rank-answer.ts';
import type { WhatIfBase } from '../analysis/target/what-if.ts';
import type { SetValues } from '../analysis/target/what-if-set.ts';
import { type LabelledLine, labelledLines, wrapText } from './labelled.ts';
import { type Palette, plural, table } from './text.ts';
import { rawSeriesText } from './what-if-raw.ts';

/** Everything, in a stable shape. */
export function whatIfJson(answer: ReachRank | SetValues): string {
  return JSON.stringify(answer, null, 2);
}

/** What is printed for people. */
export function whatIfText(answer: ReachRank | SetValues, palette: Palette): string {
  const { country, edition, releaseNo } = answer;
  const question =
    answer.kind === 'set'
      ? answer.changes.map(({ code, to }) => `${code} = ${to}`).join(', ')
      : `rank ${answer.target.rank}${answer.target.strict ? ', passing whoever holds it' : ' or better'}`;
  const head = [
    palette.bold(`${country.name} (${country.iso3}) · EGDI ${edition} · what if: ${question}`),
    ...labelledLines(todayLines(answer), palette),
  ].join('\n');
  const body = answer.kind === 'set' ? setSections(answer, palette) : reachSections(answer, palette);
  const assumed = answer.assumptions.flatMap((text) =>
    wrapText(text, 94).map((line, index) => `  ${index === 0 ? '–' : ' '} ${line}`),
  );
  const release = palette.dim(`Figures of release ${releaseNo}. Computed, not published.`);
  return [head, ...body, [palette.bold('Assumed'), ...assumed].join('\n'), release].join('\n\n');
}

function todayLines(answer: ReachRank | SetValues): LabelledLine[] {
  const { today } = answer;
  const inputs = today.inputs.map(({ code, value, decimals, isMissingAsZero, published }) =>
    isMissingAsZero
      ? `${code} not available (counts as 0)`
      : `${code} ${value.toFixed(decimals)}${published === value ? '' : ` (printed ${published})`}`,
  );
  const lines: LabelledLine[] = [
    ['today', `${standingText(today, answer)}${printedText(today, answer)}; ${inputs.join(', ')}`],
  ];
  if (answer.kind === 'set') return lines;
  const { target } = answer;
  if (target.holder !== null) {
    const { name, iso3, scoreRounded, rank } = target.holder;
    const printed = printedText(target.holder, answer);
    const role = target.isReached ? 'next behind' : target.strict ? 'to pass' : 'to reach';
    const vacant =
      target.isReached || rank === target.rank
        ? ''
        : `; nobody holds rank ${target.rank}, which comes after a tie`;
    lines.push([
      role,
      `${name} (${iso3}), ${score(scoreRounded, answer)}, rank ${rank} today${printed}${vacant}`,
    ]);
  }
  if (!target.isReached) {
    const gap = target.scoreGap.toFixed(answer.scoreDecimals + 2);
    const rounding = answer.rankedAtDecimals === null ? '' : ', which then rounds to what is needed';
    lines.push(['gap', `+${gap} of the unrounded score${rounding}`]);
  }
  return lines;
}

function reachSections(answer: ReachRank, palette: Palette): string[] {
  const { target, today, components, mixes } = answer;
  if (target.isReached) {
    return [palette.good(`Rank ${target.rank} is reached already: the country is at ${today.rank}.`)];
  }
  const alone = [
    palette.bold('One sub-index alone, the others as they are'),
    componentTable(components, answer, palette),
    ...components.flatMap((one) => componentRemarks(one, answer)).map((line) => `  ${line}`),
  ].join('\n');
  const best = mixes[0]?.outcome ?? components.find(({ outcome }) => outcome !== null)?.outcome;
  return [
    alone,
    ...mixSections(answer, palette),
    ...(answer.raw === null ? [] : [rawSeriesText(answer.raw, answer, palette)]),
    ...(best === null || best === undefined
      ? [unreachable(answer, palette)]
      : overtakenSections(best, answer, palette)),
  ];
}

const RIGHT = 'right' as const;

function componentTable(
  components: readonly ComponentAnswer[],
  answer: WhatIfBase,
  palette: Palette,
): string {
  const columns = [
    { title: '  sub-index' },
    { title: 'weight', align: RIGHT },
    { title: 'today', align: RIGHT },
    { title: 'needed', align: RIGHT },
    { title: 'change', align: RIGHT },
    { title: 'points', align: RIGHT },
    { title: 'leads to' },
  ];
  const rows = components.map((one) => {
    const { code, weight, value, decimals, needed, neededExact, change, points, outcome, atTop } = one;
    return [
      `  ${code}`,
      String(Number(weight.toFixed(4))),
      value.toFixed(decimals),
      needed === null ? `${neededExact.toFixed(decimals)}` : needed.toFixed(decimals),
      change === null ? `${signed(neededExact - value, decimals)}` : signed(change, decimals),
      points?.more == null ? '' : `+${points.more} of ${points.range}`,
      outcome === null
        ? `not possible: at 1 the rank would be ${atTop.rank}`
        : `${score(outcome.scoreRounded, answer)}, rank ${outcome.rank}${shared(outcome)}`,
    ];
  });
  return table(columns, rows, palette);
}

function componentRemarks(one: ComponentAnswer, answer: ReachRank): string[] {
  const { code, points, outcome, isBeyondBest, best, decimals } = one;
  if (outcome === null) return [];
  const remarks: string[] = [];
  if (points !== null && points.needed !== null && points.more !== null) {
    remarks.push(
      `${code}: at least ${plural(points.more, 'more point')} of ${points.range}, ${points.needed} instead of ${points.today} above the lowest member`,
    );
  }
  if (isBeyondBest)
    remarks.push(`${code}: nobody had as much in ${answer.edition}; the best was ${best.toFixed(decimals)}`);
  return remarks;
}

const MIX_TITLE: Readonly<Record<MixAnswer['kind'], string>> = {
  shortest: 'the least in all (shortest way)',
  priced: 'the cheapest at your costs',
  proportional: 'everything by the same percentage',
};

const WHY_NOT: Readonly<Record<MixAnswer['kind'], string>> = {
  shortest: '',
  priced: ': what has a cost is not enough',
  proportional: ': a sub-index at 0 does not grow',
};

function mixSections(answer: ReachRank, palette: Palette): string[] {
  if (answer.mixes.length + answer.infeasibleMixes.length === 0) return [];
  const lines = answer.mixes.map(({ kind, parts, cost, outcome }): LabelledLine => {
    const changes = parts
      .map(({ code, needed, change, decimals, morePoints }) => {
        const points = morePoints === null ? '' : `, ${plural(morePoints, 'more point')}`;
        return `${code} ${needed.toFixed(decimals)} (${signed(change, decimals)}${points})`;
      })
      .join(', ');
    const price =
      kind === 'priced'
        ? `; cost ${roundedCost(cost)}`
        : kind === 'shortest'
          ? `; length ${roundedCost(cost)}`
          : `; at most +${cost.toFixed(2)} %`;
    return [
      MIX_TITLE[kind],
      `${changes}${price} → ${score(outcome.scoreRounded, answer)}, rank ${outcome.rank}${shared(outcome)}`,
    ];
  });
  for (const kind of answer.infeasibleMixes) {
    lines.push([MIX_TITLE[kind], `not possible${WHY_NOT[kind]}`, palette.warn]);
  }
  return [[palette.bold('Together'), ...labelledLines(lines, palette)].join('\n')];
}

function roundedCost(cost: number): string {
  return String(Number(cost.toPrecision(4)));
}

function unreachable(answer: ReachRank, palette: Palette): string {
  const codes = answer.components.map(({ code }) => code).join(', ');
  const { allAtTop } = answer;
  return palette.warn(
    `Not possible: with ${codes} at 1 the score would be ${score(allAtTop.scoreRounded, answer)} and the rank ${allAtTop.rank}.`,
  );
}

function setSections(answer: SetValues, palette: Palette): string[] {
  const { outcome, today, changes } = answer;
  const places = today.rank - outcome.rank;
  const moved =
    places === 0 ? 'the same rank' : `${plural(Math.abs(places), 'place')} ${places > 0 ? 'up' : 'down'}`;
  const lines: LabelledLine[] = [
    ...changes.map(
      ({ code, value, to, change, decimals }): LabelledLine => [
        code,
        `${value.toFixed(decimals)} → ${to.toFixed(Math.max(decimals, decimalsOf(to)))} (${signed(change, decimals)})${
          decimalsOf(to) > decimals ? `, which the edition takes at ${decimals} decimals` : ''
        }`,
      ],
    ),
    ['then', `${standingText(outcome, answer)}: ${moved}`],
    ...changes.flatMap(({ code, betweenPoints }): LabelledLine[] =>
      betweenPoints === null
        ? []
        : [
            [
              'note',
              `${code}: no whole number of points; ${betweenPoints.map(({ points, value }) => `${points} give ${value}`).join(', ')}`,
              palette.warn,
            ],
          ],
    ),
  ];
  return [
    [palette.bold('Then'), ...labelledLines(lines, palette)].join('\n'),
    ...overtakenSections(outcome, answer, palette),
  ];
}

/** Of those overtaken, best first. */
const MOST_SHOWN = 20;

/** Rank changes of others are in the words up and down: a smaller number is a better rank. */
function overtakenSections(outcome: Outcome, answer: WhatIfBase, palette: Palette): string[] {
  const section = (title: string, others: readonly OtherCountry[]) =>
    others.length === 0
      ? []
      : [
          [
            palette.bold(`${title} (${others.length})`),
            ...wrapText(
              others
                .map(({ name, scoreRounded, scorePublished, rankBefore, rankAfter }) => {
                  const to =
                    rankBefore === rankAfter ? `stays ${rankBefore}` : `${rankBefore} → ${rankAfter}`;
                  const printed =
                    scoreRounded === scorePublished ? '' : `printed ${score(scorePublished, answer)}; `;
                  return `${name} ${score(scoreRounded, answer)} (${printed}${to})`.replaceAll(' ', '\u00a0');
                })
                .slice(0, MOST_SHOWN)
                .concat(
                  others.length > MOST_SHOWN
                    ? [`and ${others.length - MOST_SHOWN} more (--json has all)`]
                    : [],
                )
                .join(', '),
              96,
            ).map((line) => `  ${line.replaceAll('\u00a0', ' ')}`),
          ].join('\n'),
        ];
  return [
    ...section('Overtaken', outcome.overtaken),
    ...section('Drawn level with', outcome.drawnLevelWith),
    ...section('Overtaken by', outcome.overtakenBy),
  ];
}

/** Where the recomputed score, which ranks are counted on, is not the printed one. */
function printedText(
  { scoreRounded, scorePublished }: { readonly scoreRounded: number; readonly scorePublished: number },
  answer: WhatIfBase,
): string {
  return scoreRounded === scorePublished ? '' : ` (recomputed; printed ${score(scorePublished, answer)})`;
}

function standingText(standing: Standing, answer: WhatIfBase): string {
  const level = standing.levelGroup === null ? '' : ` (${standing.levelGroup.replaceAll('_', ' ')})`;
  return `${score(standing.scoreRounded, answer)}${level}, rank ${standing.rank} of ${answer.rankedCount}${shared(standing)}`;
}

function shared({ sharedWith }: Standing): string {
  return sharedWith.length === 0 ? '' : `, shared with ${sharedWith.join(', ')}`;
}

function score(value: number, { scoreDecimals }: WhatIfBase): string {
  return value.toFixed(scoreDecimals);
}

function signed(value: number, decimals: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(decimals)}`;
}

function decimalsOf(value: number): number {
  return String(value).split('.')[1]?.length ?? 0;
}
