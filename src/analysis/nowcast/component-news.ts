/**
 * What the national view says that an edition could not know: per component the latest national figure, what it is
 * compared with, and why a component stays as it is.
 */
import { COMPONENTS, type ComponentCode } from '../../model/component-counterpart.ts';
import { type NationalPeriod, periodText } from '../../model/national-period.ts';
import type { NationalView, ViewFigure } from '../../model/national-view.ts';

/** A figure of one's own in the place of a loaded one. */
export interface HandFigure {
  readonly value: number;
  /** Where it is from, in the words of whoever gives it; null: not said. */
  readonly source: string | null;
}

/**
 * How a national figure becomes an input of the index.
 * - `change`: the international figure of the edition's data year, plus what the national series changed by since then;
 * - `level`: the national figure in the place of the international one;
 * - `frozen`: the component stays as the edition had it.
 */
export type MovementBasis = 'change' | 'level' | 'frozen';

export interface Movement {
  readonly basis: MovementBasis;
  /** Input before and after, in the unit of the component; equal where frozen. */
  readonly from: number;
  readonly to: number;
}

/** One figure that a movement rests on. */
export interface FigureUsed {
  readonly value: number;
  readonly counterpartId: string;
  readonly period: string;
  readonly year: number;
  readonly file: string | null;
  readonly cell: string | null;
  readonly isPreliminary: boolean;
}

export interface ComponentNews {
  readonly component: ComponentCode;
  readonly name: string;
  readonly unit: string;
  readonly latest: FigureUsed;
  /** Given by hand, with its source as far as said. */
  readonly byHand: HandFigure | null;
  /** Why it is not the same thing as the international series. */
  readonly note: string;
  /** International figure of the data year, or of the last year before it that is loaded; null: none. */
  readonly international: FigureUsed | null;
  /** The same national series in the data year; null: it does not reach back. */
  readonly nationalThen: FigureUsed | null;
  /** The first is the estimate, the others are variants of it; at least one. */
  readonly movements: readonly [Movement, ...Movement[]];
}

export interface FrozenComponent {
  readonly component: string;
  readonly name: string;
  readonly because: string;
  /** The last national figure, where there is one at all. */
  readonly latest: FigureUsed | null;
}

export interface NewsOfComponents {
  readonly news: readonly ComponentNews[];
  readonly frozen: readonly FrozenComponent[];
}

/** How many years before the data year an international figure may be to stand for it. */
export const OLDEST_REFERENCE_YEARS = 2;

/**
 * Looks at each component of an index.
 * @param dataYear year of the figures that the edition stood on; only what is about a later year is news
 */
export function newsOfComponents(
  view: Pick<NationalView, 'figures' | 'counterparts'>,
  components: readonly ComponentCode[],
  dataYear: number,
  byHand: ReadonlyMap<ComponentCode, HandFigure>,
): NewsOfComponents {
  const news: ComponentNews[] = [];
  const frozen: FrozenComponent[] = [];
  for (const component of components) {
    const hand = byHand.get(component);
    const found =
      hand === undefined ? loadedNews(view, component, dataYear) : handNews(view, component, dataYear, hand);
    if ('movements' in found) news.push(found);
    else frozen.push(found);
  }
  return { news, frozen };
}

function loadedNews(
  view: Pick<NationalView, 'figures' | 'counterparts'>,
  component: ComponentCode,
  dataYear: number,
): ComponentNews | FrozenComponent {
  const { name, unit } = COMPONENTS[component];
  const own = observed(view, component, 'national').filter(
    ({ comparability }) => comparability !== 'context',
  );
  const latest = own.toSorted((a, b) => latestFirst(a.period, b.period) || a.preference - b.preference)[0];
  if (latest === undefined) {
    const declared = view.counterparts.filter(
      (one) => one.component === component && one.sourceKind === 'national',
    );
    const series = declared.filter(({ indicatorCode }) => indicatorCode !== null);
    const because =
      series.length > 0
        ? `no figure of ${series.map(({ counterpartId }) => counterpartId).join(', ')} is loaded`
        : (declared[0]?.note ?? 'no national counterpart is declared');
    return { component, name, because, latest: null };
  }
  if (latest.year <= dataYear) {
    const because = `the last national figure is of ${periodText(latest.period)}, not later than the data year ${dataYear}`;
    return { component, name, because, latest: used(latest) };
  }
  const international = referenceFigure(view, component, dataYear);
  const then = own
    .filter((one) => one.counterpartId === latest.counterpartId && one.year === dataYear)
    .toSorted((a, b) => latestFirst(a.period, b.period))[0];
  const movements = movementsOf(
    Number(latest.value),
    international,
    then === undefined ? null : Number(then.value),
    latest.comparability === 'level',
  );
  if (movements === null) {
    const because = `neither ${latest.counterpartId} nor an international figure of ${dataYear} is there to compare the figure of ${periodText(latest.period)} with`;
    return { component, name, because, latest: used(latest) };
  }
  return {
    component,
    name,
    unit,
    latest: used(latest),
    byHand: null,
    note: noteOf(view, latest.counterpartId),
    international: international === undefined ? null : used(international),
    nationalThen: then === undefined ? null : used(then),
    movements,
  };
}

/** The estimate first. Null: there is nothing to compare with. */
function movementsOf(
  now: number,
  international: ViewFigure | undefined,
  then: number | null,
  isLevelComparable: boolean,
): readonly [Movement, ...Movement[]] | null {
  const reference = international === undefined ? null : Number(international.value);
  const change: Movement[] =
    then === null ? [] : [{ basis: 'change', from: reference ?? then, to: (reference ?? then) + now - then }];
  const level: Movement[] = reference === null ? [] : [{ basis: 'level', from: reference, to: now }];
  const stay: Movement[] =
    change.length === 0 && level.length > 0 && !isLevelComparable
      ? [{ basis: 'frozen', from: reference ?? 0, to: reference ?? 0 }]
      : [];
  const [first, ...others] = [...stay, ...change, ...level];
  return first === undefined ? null : [first, ...others];
}

function handNews(
  view: Pick<NationalView, 'figures' | 'counterparts'>,
  component: ComponentCode,
  dataYear: number,
  hand: HandFigure,
): ComponentNews | FrozenComponent {
  const { name, unit } = COMPONENTS[component];
  const international = referenceFigure(view, component, dataYear);
  if (international === undefined) {
    const because = `no international figure of ${dataYear} is loaded to compare the one given by hand with`;
    return { component, name, because, latest: null };
  }
  const from = Number(international.value);
  return {
    component,
    name,
    unit,
    latest: {
      value: hand.value,
      counterpartId: 'by hand',
      period: 'as given',
      year: dataYear + 1,
      file: null,
      cell: null,
      isPreliminary: false,
    },
    byHand: hand,
    note: hand.source ?? 'no source was given',
    international: used(international),
    nationalThen: null,
    movements: [{ basis: 'level', from, to: hand.value }],
  };
}

/** Of the data year, or of the last year before it; the series that is looked at first. */
function referenceFigure(
  view: Pick<NationalView, 'figures'>,
  component: ComponentCode,
  dataYear: number,
): ViewFigure | undefined {
  return observed(view, component, 'international')
    .filter(({ year }) => year <= dataYear && year >= dataYear - OLDEST_REFERENCE_YEARS)
    .toSorted((a, b) => b.year - a.year || a.preference - b.preference)[0];
}

function observed(
  { figures }: Pick<NationalView, 'figures'>,
  component: ComponentCode,
  kind: ViewFigure['sourceKind'],
): ViewFigure[] {
  return figures.filter(
    (one) => one.component === component && one.sourceKind === kind && one.value !== null,
  );
}

function latestFirst(a: NationalPeriod, b: NationalPeriod): number {
  return a.lastDay === b.lastDay ? 0 : a.lastDay > b.lastDay ? -1 : 1;
}

function noteOf({ counterparts }: Pick<NationalView, 'counterparts'>, id: string): string {
  return counterparts.find(({ counterpartId }) => counterpartId === id)?.note ?? '';
}

function used({ value, counterpartId, period, year, file, cell, isPreliminary }: ViewFigure): FigureUsed {
  return {
    value: Number(value),
    counterpartId,
    period: periodText(period),
    year,
    file,
    cell,
    isPreliminary,
  };
}
