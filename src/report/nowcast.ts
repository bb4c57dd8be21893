/** `egdi nowcast`: what a country's latest national figures would make of its EGDI. Every line says that it is an estimate. */
import type { ComponentNews } from '../analysis/nowcast/component-news.ts';
import type { Nowcast, NowcastSubIndex, Spread } from '../analysis/nowcast/nowcast-result.ts';
import { type LabelledLine, labelledLines, wrapText } from './labelled.ts';
import { grouped, type Palette, table } from './text.ts';

const INPUT_DECIMALS = 2;
const WIDTH = 94;

/** Everything, in a stable shape; `estimate` is true. */
export function nowcastJson(answer: Nowcast): string {
  return JSON.stringify(answer, null, 2);
}

export function nowcastText(answer: Nowcast, palette: Palette): string {
  const { country, edition, releaseNo } = answer;
  const head = [
    palette.bold(
      `ESTIMATE · ${country.name} (${country.iso3}) · EGDI ${edition} on the latest national figures`,
    ),
    ...labelledLines(headLines(answer), palette),
  ].join('\n');
  return [
    head,
    ...answer.subIndices.map((one) => subIndexSection(one, answer, palette)),
    ...variantSection(answer, palette),
    assumptionSection(answer, palette),
    palette.dim(
      `Figures of release ${releaseNo}. An estimate: no publisher has printed it, and it is stored nowhere.`,
    ),
  ].join('\n\n');
}

function headLines(answer: Nowcast): LabelledLine[] {
  const { published, estimated, interval, rankedCount, scoreDecimals } = answer;
  const score = (value: number) => value.toFixed(scoreDecimals);
  const { rank } = interval;
  const printed =
    published.rankPublished === published.rank
      ? ''
      : ` (printed ${published.rankPublished ?? 'without a rank'})`;
  return [
    [
      'published',
      `EGDI ${score(published.scorePublished)}, rank ${published.rank} of ${rankedCount}${printed}; OSI ${published.OSI ?? 'not available'}, ${answer.subIndices
        .map(
          ({ code, decimals, published: value }) => `${code} ${value?.toFixed(decimals) ?? 'not available'}`,
        )
        .join(', ')}`,
    ],
    [
      'estimate',
      `EGDI ${score(estimated.scoreRounded)} (${signed(estimated.score - published.score, scoreDecimals)}), rank ${estimated.rank}${
        estimated.sharedWith.length === 0 ? '' : `, shared with ${estimated.sharedWith.join(', ')}`
      }`,
    ],
    [
      'interval of the estimate',
      `rank ${rankText(rank.low)} to ${rankText(rank.high)} in nine of ten, best ${rank.best}, worst ${rank.worst}; EGDI ${spreadText(
        interval.EGDI,
        scoreDecimals,
      )}; as good as today or better: ${(interval.asGoodAsToday * 100).toFixed(0)} % (${grouped(interval.replicates)} replicates, seed ${interval.seed})`,
    ],
  ];
}

function subIndexSection(one: NowcastSubIndex, answer: Nowcast, palette: Palette): string {
  const { code, decimals, published, estimated, news, frozen, refused } = one;
  const value = (score: number | null) => (score === null ? 'not available' : score.toFixed(decimals));
  const title =
    news.length === 0
      ? `${code} (estimate) ${value(estimated)}: as published in ${answer.edition}`
      : `${code} (estimate) ${value(estimated)}, published ${value(published)} (${signed(one.change, decimals)})`;
  const columns = [
    { title: '  component' },
    { title: 'then', align: 'right' as const },
    { title: 'source' },
    { title: 'latest', align: 'right' as const },
    { title: 'period' },
    { title: 'source' },
    { title: 'input (estimate)', align: 'right' as const },
    { title: `adds to ${code}`, align: 'right' as const },
  ];
  const rows = news.map((component) => [
    `  ${component.name}`,
    thenText(component),
    thenSource(component),
    component.latest.value.toFixed(INPUT_DECIMALS),
    component.latest.period,
    component.byHand === null ? component.latest.counterpartId : 'by hand',
    movementText(component),
    component.isOfEdition ? signed(component.change, decimals) : 'no component',
  ]);
  const stays = frozen.flatMap(({ name, because, latest }) => {
    const figure =
      latest === null
        ? ''
        : ` (last national figure ${latest.value.toFixed(INPUT_DECIMALS)}, ${latest.period})`;
    return wrapText(`${name} stays as it was${figure}: ${because}`, WIDTH).map(
      (line, index) => `  ${index === 0 ? '–' : ' '} ${line}`,
    );
  });
  const why =
    refused === null || news.length > 0
      ? []
      : wrapText(`a change of ${code} could not be measured: ${refused}`, WIDTH).map(
          (line, index) => `  ${index === 0 ? '–' : ' '} ${line}`,
        );
  return [
    palette.bold(title),
    ...(rows.length === 0 ? [] : [table(columns, rows, palette)]),
    ...stays,
    ...why,
  ].join('\n');
}

function thenText({ movements: [{ basis, from }], nationalThen }: ComponentNews): string {
  return (basis === 'change' && nationalThen !== null ? nationalThen.value : from).toFixed(INPUT_DECIMALS);
}

function thenSource({ movements: [{ basis }], nationalThen, international }: ComponentNews): string {
  const figure = basis === 'change' ? nationalThen : international;
  return figure === null ? '' : `${figure.counterpartId} ${figure.period}`;
}

function movementText({ movements: [{ basis, from, to }], cap }: NowcastSubIndex['news'][number]): string {
  if (basis === 'frozen') return 'as it was';
  if (cap !== null && Math.min(from, to) >= cap) return `capped at ${cap}`;
  const counted = (value: number) => (cap === null ? value : Math.min(value, cap)).toFixed(INPUT_DECIMALS);
  return `${counted(from)} → ${counted(to)}`;
}

function variantSection({ variants, scoreDecimals }: Nowcast, palette: Palette): string[] {
  if (variants.length === 0) return [];
  const columns = [
    { title: '  assumed otherwise' },
    { title: 'how' },
    { title: 'TII', align: 'right' as const },
    { title: 'HCI', align: 'right' as const },
    { title: 'EGDI', align: 'right' as const },
    { title: 'rank', align: 'right' as const },
  ];
  const number = (value: number | null) => (value === null ? '' : value.toFixed(scoreDecimals));
  const rows = variants.map(({ factor, alternative, TII, HCI, EGDI, rank }) => [
    `  ${factor}`,
    alternative,
    number(TII),
    number(HCI),
    number(EGDI),
    String(rank),
  ]);
  return [
    [palette.bold('The estimate under other assumptions, one at a time'), table(columns, rows, palette)].join(
      '\n',
    ),
  ];
}

function assumptionSection({ assumptions }: Nowcast, palette: Palette): string {
  const width = String(assumptions.length).length;
  const lines = assumptions.flatMap((text, position) =>
    wrapText(text, WIDTH).map((line, index) =>
      index === 0 ? `  ${String(position + 1).padStart(width)}. ${line}` : `  ${' '.repeat(width)}  ${line}`,
    ),
  );
  return [palette.bold('Assumed'), ...lines].join('\n');
}

function spreadText({ low, high }: Spread, decimals: number): string {
  return `${low.toFixed(decimals)} to ${high.toFixed(decimals)}`;
}

function rankText(rank: number): string {
  return String(Number(rank.toFixed(1)));
}

function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return Number(text) === 0 ? `±${text}` : `${value < 0 ? '−' : '+'}${text}`;
}
