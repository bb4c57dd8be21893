/** `egdi drift --data 2018 --method 2020`: one edition's data by another one's method, for people. */
import type { Drift, DriftRow, Placed } from '../analysis/change/drift.ts';
import type { MethodDifference } from '../analysis/methods/method-diff.ts';
import { toNumber } from '../model/rational.ts';
import { placesText } from './change-explanation.ts';
import { labelledLines, wrapText } from './labelled.ts';
import { type Palette, plural, table } from './text.ts';

/** What is shown of all countries. */
export interface DriftShown {
  /** Only this one; null: the biggest movers, or all. */
  readonly iso3: string | null;
  readonly all: boolean;
}

const MOST_MOVERS = 10;
const WIDTH = 98;

export function driftText(drift: Drift, shown: DriftShown, palette: Palette): string {
  const { dataEdition, methodEdition, agreement } = drift;
  const section = (title: string, lines: readonly string[]) => [palette.bold(title), ...lines].join('\n');
  const rows = driftRows(drift, shown);
  const title = shown.iso3 !== null ? 'Rank' : shown.all ? 'Ranks, by the other method' : 'Biggest movers';
  const codes = (list: readonly string[]) => (list.length === 0 ? null : list.join(' '));
  return [
    section(
      `EGDI: data of ${dataEdition} by the method of ${methodEdition}`,
      labelledLines(
        [
          ['compared', `${plural(agreement.compared, 'country', 'countries')}, ranked by both methods`],
          ['same rank', String(agreement.unchanged)],
          ['mean change', `${agreement.meanAbsoluteChange.toFixed(2)} places, up or down`],
          ['Spearman', agreement.spearman.toFixed(4)],
          [
            'among',
            drift.subIndices.some(({ basis }) => basis === 'from-components')
              ? 'countries with all components: ranks are places among these'
              : null,
          ],
          ['ranked now', codes(agreement.newlyAssessed)],
          ['not ranked', codes(agreement.noLongerAssessed)],
        ],
        palette,
      ),
    ),
    section(title, rows.length === 0 ? ['  no country changes its rank'] : rowTable(drift, rows, palette)),
    ...splitSection(drift, shown, palette, section),
    section('Applied: rules of the EGDI', appliedLines(drift)),
    section('Sub-indices', subIndexLines(drift)),
    palette.dim(
      wrapText(
        `Release ${drift.releaseNo}, published sub-indices of ${dataEdition} except where made from components. ` +
          'Scores by either method are recomputed, and can differ from the printed ones in the last digits. Places ' +
          'down: a larger rank number.',
        WIDTH,
      ).join('\n'),
    ),
  ].join('\n\n');
}

/** One country; all in the order of the other method; or those that move most, ties by code. */
export function driftRows({ rows }: Drift, { iso3, all }: DriftShown): readonly DriftRow[] {
  if (iso3 !== null) return rows.filter((row) => row.iso3 === iso3);
  const rank = (row: DriftRow) => row.other?.rank ?? Number.POSITIVE_INFINITY;
  if (all) return rows.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  return rows
    .filter(({ change }) => change !== null && change !== 0)
    .toSorted((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0))
    .slice(0, MOST_MOVERS);
}

function rowTable(
  { dataEdition, methodEdition }: Drift,
  rows: readonly DriftRow[],
  palette: Palette,
): string[] {
  const right = 'right' as const;
  const placed = (one: Placed | null) =>
    one === null ? ['–', 'not assessed'] : [String(one.score), String(one.rank)];
  return table(
    [
      { title: '  country' },
      { title: 'published rank', align: right },
      { title: `score by ${dataEdition}`, align: right },
      { title: 'rank', align: right },
      { title: `score by ${methodEdition}`, align: right },
      { title: 'rank', align: right },
      { title: 'moves', align: right },
    ],
    rows.map((row) => [
      `  ${row.iso3} ${row.name}`,
      row.rankPublished === null ? '–' : String(row.rankPublished),
      ...placed(row.own),
      ...placed(row.other),
      row.change === null ? '–' : placesText(row.change),
    ]),
    palette,
  ).split('\n');
}

function splitSection(
  { dataEdition, methodEdition, split }: Drift,
  { iso3 }: DriftShown,
  palette: Palette,
  section: (title: string, lines: readonly string[]) => string,
): string[] {
  if (split.length === 0) return [];
  const size = ({ method }: Drift['split'][number]) => Math.abs(toNumber(method));
  const shown =
    iso3 === null
      ? split
          .toSorted((a, b) => size(b) - size(a))
          .filter((one) => size(one) > 0)
          .slice(0, MOST_MOVERS)
      : split.filter((one) => one.iso3 === iso3);
  const title = `From ${dataEdition} to ${methodEdition}: what the data did, and what the rules that apply did`;
  if (shown.length === 0) {
    const why =
      iso3 === null
        ? 'the rules that apply moved no rank'
        : `${iso3} is not ranked in both editions by both methods: there is no difference to split`;
    return [section(title, [`  ${why}`])];
  }
  const right = 'right' as const;
  const lines = table(
    [
      { title: '  country' },
      { title: String(dataEdition), align: right },
      { title: String(methodEdition), align: right },
      { title: 'data', align: right },
      { title: 'method', align: right },
    ],
    shown.map((one) => [
      `  ${one.iso3} ${one.name}`,
      String(one.from),
      String(one.to),
      placesText(toNumber(one.data), 1),
      placesText(toNumber(one.method), 1),
    ]),
    palette,
  ).split('\n');
  const note = '  Shapley values of two players; “data” holds whatever could not be recomputed (below).';
  return [section(title, [...lines, palette.dim(note)])];
}

function appliedLines({ applied, dataEdition, methodEdition }: Drift): string[] {
  if (applied.length === 0) return [`  the rules of ${dataEdition} and ${methodEdition} do not differ`];
  return applied.flatMap((difference) => bullet(differenceText(difference)));
}

function differenceText({ name, before, after }: MethodDifference): string {
  const words = (text: string | null | undefined) => (text === undefined ? 'none' : (text ?? 'unknown'));
  return `${name}: ${words(before)} → ${words(after)}`;
}

function subIndexLines({ subIndices }: Drift): string[] {
  return subIndices.flatMap(({ index, basis, reason, without }) => {
    const how = basis === 'from-components' ? 'made from components' : 'as published';
    const gaps =
      without.length === 0 ? '' : `. Without all components, and so without ${index}: ${without.join(' ')}`;
    return bullet(`${index} ${how}${basis === 'as-published' ? ', not recomputed' : ''}: ${reason}${gaps}.`);
  });
}

function bullet(text: string): string[] {
  return wrapText(text, WIDTH - 4).map((line, at) => `  ${at === 0 ? '·' : ' '} ${line}`);
}
