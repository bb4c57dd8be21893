/** `egdi national`: components of TII and HCI by year, the international figure beside the national ones. */
import { COMPONENT_CODES, COMPONENTS, type ComponentCode } from '../model/component-counterpart.ts';
import { periodText } from '../model/national-period.ts';
import type { DeclaredCounterpart, NationalView, ViewFigure } from '../model/national-view.ts';
import { wrapText } from './labelled.ts';
import { type Palette, table } from './text.ts';

const SHOWN_DECIMALS = 2;
const NOTE_WIDTH = 96;

/** Everything, in a stable shape: values are exact decimal texts. */
export function nationalViewJson(view: NationalView): string {
  return JSON.stringify(view, null, 2);
}

/** @param fromYear earlier figures are not shown */
export function nationalViewText(view: NationalView, fromYear: number, palette: Palette): string {
  const head = palette.bold(`${view.name} (${view.iso3}) · components of TII and HCI since ${fromYear}`);
  const sections = COMPONENT_CODES.map((component) => componentSection(view, component, fromYear, palette));
  const end = [
    `Figures of release ${view.releaseNo}. A national figure never stands in for an international one.`,
    ...(hasNational(view) ? [] : [`No counterparts of the national offices of ${view.name} are declared.`]),
  ].join('\n');
  return [head, ...sections, palette.dim(end)].join('\n\n');
}

function hasNational({ counterparts }: NationalView): boolean {
  return counterparts.some(({ sourceKind }) => sourceKind === 'national');
}

function componentSection(
  view: NationalView,
  component: ComponentCode,
  fromYear: number,
  palette: Palette,
): string {
  const { index, name, unit } = COMPONENTS[component];
  const figures = view.figures.filter((one) => one.component === component);
  const shown = figures.filter(({ year }) => year >= fromYear);
  const earlier = figures.length - shown.length;
  const rows = yearRows(shown);
  const columns = [
    { title: '  year', align: 'right' as const },
    { title: 'international', align: 'right' as const },
    { title: 'source' },
    { title: 'national', align: 'right' as const },
    { title: 'period' },
    { title: 'counterpart' },
    { title: 'difference', align: 'right' as const },
    { title: '' },
  ];
  const body =
    rows.length > 0
      ? table(columns, rows, palette)
      : `  nothing is loaded${earlier > 0 ? ` since ${fromYear} (${earlier} earlier figures: --from)` : ''}`;
  return [
    palette.bold(`${name} · ${unit} · ${index}`),
    body,
    ...view.counterparts
      .filter((one) => one.component === component && one.sourceKind === 'national')
      .flatMap((one) => noteLines(one, figures)),
  ].join('\n');
}

/** A row for each national figure beside the international one of its year, and one for a year without. */
function yearRows(figures: readonly ViewFigure[]): string[][] {
  const years = [...new Set(figures.map(({ year }) => year))].sort((a, b) => a - b);
  return years.flatMap((year) => {
    const own = figures.filter((one) => one.year === year);
    const international = own.filter(({ sourceKind }) => sourceKind === 'international');
    const reference =
      international.find((one) => one.counterpartId === one.referenceCounterpartId) ?? international[0];
    const national = own.filter(({ sourceKind }) => sourceKind === 'national');
    const left = [
      String(year),
      reference === undefined ? '' : valueText(reference),
      reference?.indicatorCode ?? '',
    ];
    if (national.length === 0) return [[...left, '', '', '', '', remarks(reference)]];
    return national.map((one, index) => [
      ...(index === 0 ? left : [String(year), '', '']),
      valueText(one),
      periodText(one.period),
      one.counterpartId,
      one.difference === null ? '' : signed(one.difference),
      remarks(one),
    ]);
  });
}

function noteLines(one: DeclaredCounterpart, figures: readonly ViewFigure[]): string[] {
  const age = one.ageBand === null ? '' : ` (aged ${one.ageBand})`;
  const isLoaded = figures.some(({ counterpartId }) => counterpartId === one.counterpartId);
  const loaded = one.indicatorCode === null || isLoaded ? '' : `; ${one.indicatorCode} is not loaded`;
  const head = one.indicatorCode === null ? 'none known' : `${one.counterpartId}${age}`;
  const ratio =
    one.denominatorCode === null ? '' : ` [${one.indicatorCode} × ${one.factor} / ${one.denominatorCode}]`;
  return wrapText(`${head}: ${one.note}${ratio}${loaded}`, NOTE_WIDTH).map(
    (line, index) => `  ${index === 0 ? '–' : ' '} ${line}`,
  );
}

function valueText({ value, status, bound }: ViewFigure): string {
  if (value === null) return status.replaceAll('_', ' ');
  const sign = { exact: '', at_least: '≥ ', at_most: '≤ ', about: '≈ ' }[bound];
  return sign + Number(value).toFixed(SHOWN_DECIMALS);
}

function signed(difference: string): string {
  const value = Number(difference);
  const text = Math.abs(value).toFixed(SHOWN_DECIMALS);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

function remarks(one: ViewFigure | undefined): string {
  if (one === undefined) return '';
  return [
    one.comparability === 'context' ? 'context' : '',
    one.isEstimated ? 'estimated' : '',
    one.isPreliminary ? 'preliminary' : '',
    one.value === null && one.valueNote !== null ? one.valueNote : '',
  ]
    .filter((text) => text !== '')
    .join(', ');
}
