/** `egdi recompute`: how far TII and HCI can be recomputed, and how close it comes. */
import type {
  InputOfRecomputation,
  RecomputationQuestion,
  RecomputationSummary,
  Recomputations,
  RecomputedCountry,
  TreatmentCloseness,
} from '../warehouse/queries/recomputations.ts';
import { wrapText } from './labelled.ts';
import { type Palette, table } from './text.ts';

/** Everything, in a stable shape; scores and errors are strings. */
export function recomputationsJson(found: Recomputations): string {
  return JSON.stringify(found, null, 2);
}

/** What is printed for people. */
export function recomputationsText(
  found: Recomputations,
  { edition, indexCode, iso3 }: RecomputationQuestion,
  palette: Palette,
): string {
  const [only] = found.summaries;
  const isSingle = edition !== null && indexCode !== null && only !== undefined;
  const release = palette.dim(`Release ${found.releaseNo}. Published values stay what they are.`);
  if (iso3 !== null) {
    return [...countryText(found, { iso3, isSingle }, palette), notes(palette), release].join('\n\n');
  }
  if (isSingle) return [...detailText(only, found.countries, palette), notes(palette), release].join('\n\n');
  return [
    palette.bold('TII and HCI recomputed from the series that are loaded'),
    overview(found.summaries, palette),
    ...reasons(found.summaries, palette),
    notes(palette),
    release,
  ].join('\n\n');
}

const RIGHT = 'right' as const;

/** The treatment that tells most; no assumption, where there is a choice. */
function mainOf({ closeness }: RecomputationSummary): TreatmentCloseness | undefined {
  return closeness.find(({ treatment }) => treatment === 'gaps-closed') ?? closeness[0];
}

function overview(summaries: readonly RecomputationSummary[], palette: Palette): string {
  const columns = [
    { title: '  index' },
    { title: 'edition', align: RIGHT },
    { title: 'status' },
    { title: 'method' },
    { title: 'observed', align: RIGHT },
    { title: 'median error', align: RIGHT },
    { title: '< .001', align: RIGHT },
    { title: '< .01', align: RIGHT },
    { title: 'max', align: RIGHT },
  ];
  const rows = summaries.map((one) => {
    const main = mainOf(one);
    return [
      `  ${one.indexCode}`,
      String(one.edition),
      statusWords(one),
      one.methodStatus,
      main === undefined ? '–' : `${one.observedCount} of ${one.countryCount}`,
      shortError(main?.medianAbsoluteError),
      main === undefined ? '–' : String(main.below[2]),
      main === undefined ? '–' : String(main.below[3]),
      shortError(main?.maximumAbsoluteError),
    ];
  });
  return table(columns, rows, palette);
}

/** “Recomputed” alone would promise too much where inputs are incomplete. */
function statusWords({ status, observedCount, countryCount }: RecomputationSummary): string {
  return status === 'recomputed' && observedCount < countryCount ? 'inputs incomplete' : status;
}

function reasons(summaries: readonly RecomputationSummary[], palette: Palette): string[] {
  const without = summaries.filter(({ status }) => status !== 'recomputed');
  if (without.length === 0) return [];
  const byReason = new Map<string, string[]>();
  for (const { indexCode, edition, reason } of without) {
    byReason.set(`${indexCode}\t${reason}`, [
      ...(byReason.get(`${indexCode}\t${reason}`) ?? []),
      String(edition),
    ]);
  }
  const lines = [...byReason].flatMap(([key, editions]) => {
    const [indexCode, reason] = key.split('\t');
    return bullet(`${indexCode} ${editions.join(', ')}: ${reason}`);
  });
  return [[palette.bold('Not recomputed, and why'), ...lines].join('\n')];
}

function detailText(
  one: RecomputationSummary,
  countries: readonly RecomputedCountry[],
  palette: Palette,
): string[] {
  const title = palette.bold(`${one.indexCode} ${one.edition} from its components: ${statusWords(one)}`);
  const head = [
    title,
    ...wrapText(`method ${one.methodStatus}; ${one.reason}`, 96).map((line) => `  ${line}`),
  ];
  const inputs = one.inputs.length === 0 ? [] : [section('Inputs', inputTable(one.inputs, palette), palette)];
  if (one.closeness.length === 0) return [head.join('\n'), ...inputs];
  return [
    head.join('\n'),
    ...inputs,
    section(
      'Closeness to the published values, by what is done about gaps',
      closenessTable(one, palette),
      palette,
    ),
    section(
      'Largest errors (recomputed − published), gaps closed, inputs observed',
      largest(one, countries),
      palette,
    ),
    section('Missing inputs', missing(one, countries), palette),
  ];
}

function section(title: string, text: string, palette: Palette): string {
  return `${palette.bold(title)}\n${text}`;
}

function inputTable(inputs: readonly InputOfRecomputation[], palette: Palette): string {
  const hasValues = inputs.some(({ value }) => value !== null);
  return table(
    [
      { title: '  component' },
      ...(hasValues ? [{ title: 'value', align: RIGHT }] : []),
      { title: 'series' },
      { title: 'year', align: RIGHT },
      { title: 'countries', align: RIGHT },
      { title: 'published' },
      { title: 'file' },
    ],
    inputs.map(({ component, value, indicatorCode, period, countryCount, publishedOn, fileName }) => [
      `  ${component}`,
      ...(hasValues ? [value === null ? '–' : shortValue(value)] : []),
      indicatorCode ?? 'none',
      period?.slice(0, 4) ?? '',
      indicatorCode === null ? '' : String(countryCount),
      publishedOn ?? (indicatorCode === null ? '' : 'not said'),
      fileName ?? '',
    ]),
    palette,
  );
}

function closenessTable({ closeness }: RecomputationSummary, palette: Palette): string {
  return table(
    [
      { title: '  treatment' },
      ...[
        'counted',
        'mean',
        'median',
        'max',
        '< .0001',
        '< .0005',
        '< .001',
        '< .01',
        '< .02',
        'rank corr.',
      ].map((title) => ({ title, align: RIGHT })),
    ],
    closeness.map((one) => [
      `  ${one.treatment}`,
      String(one.countedCount),
      shortError(one.meanAbsoluteError),
      shortError(one.medianAbsoluteError),
      shortError(one.maximumAbsoluteError),
      ...one.below.map(String),
      shortError(one.spearman),
    ]),
    palette,
  );
}

const SHOWN_COUNTRIES = 10;

function largest(one: RecomputationSummary, countries: readonly RecomputedCountry[]): string {
  const { treatment } = mainOf(one) ?? {};
  const counted = countries.filter(
    (row) => row.treatment === treatment && row.isObserved && row.error !== null,
  );
  const sorted = counted.toSorted(
    (a, b) => Math.abs(Number(b.error)) - Math.abs(Number(a.error)) || (a.iso3 < b.iso3 ? -1 : 1),
  );
  const shown = sorted.slice(0, SHOWN_COUNTRIES).map(({ iso3, error }) => `${iso3} ${signed(error)}`);
  return wrapText(shown.join(', '), 96)
    .map((line) => `  ${line}`)
    .join('\n');
}

function missing(one: RecomputationSummary, countries: readonly RecomputedCountry[]): string {
  const { treatment } = mainOf(one) ?? {};
  const own = countries.filter((row) => row.treatment === treatment && row.missing !== null);
  if (own.length === 0) return '  none';
  return one.inputs
    .flatMap(({ component }) => {
      const lacking = own
        .filter((row) => row.missing?.split(', ').includes(component))
        .map(({ iso3 }) => iso3);
      return lacking.length === 0 ? [] : bullet(`${component}, ${lacking.length}: ${lacking.join(' ')}`);
    })
    .join('\n');
}

function countryText(
  { summaries, countries }: Recomputations,
  { iso3, isSingle }: { readonly iso3: string; readonly isSingle: boolean },
  palette: Palette,
): string[] {
  const name = countries[0]?.name;
  const title = palette.bold(
    `${name === undefined ? iso3 : `${name} (${iso3})`}: TII and HCI from their components`,
  );
  const columns = [
    { title: '  index' },
    { title: 'edition', align: RIGHT },
    { title: 'published', align: RIGHT },
    { title: 'recomputed', align: RIGHT },
    { title: 'error', align: RIGHT },
    { title: 'inputs' },
  ];
  const rows = summaries.map((one) => {
    const { treatment } = mainOf(one) ?? {};
    const own = countries.find(
      (row) => row.edition === one.edition && row.indexCode === one.indexCode && row.treatment === treatment,
    );
    const state =
      one.status !== 'recomputed'
        ? one.status
        : own === undefined
          ? 'no published value'
          : own.missing === null
            ? 'all observed'
            : `solved, no evidence; missing: ${own.missing}`;
    return [
      `  ${one.indexCode}`,
      String(one.edition),
      own === undefined ? '–' : trimmed(own.published),
      own?.recomputed == null ? '–' : Number(own.recomputed).toFixed(5),
      own?.error == null ? '–' : signed(own.error),
      state,
    ];
  });
  const inputs = summaries.filter(
    (one) => one.inputs.length > 0 && (isSingle || one.status === 'recomputed'),
  );
  return [
    title,
    table(columns, rows, palette),
    ...inputs.map((one) =>
      section(`Inputs of ${one.indexCode} ${one.edition}`, inputTable(one.inputs, palette), palette),
    ),
  ];
}

function notes(palette: Palette): string {
  return [
    palette.bold('Read it so'),
    ...bullet(
      'The Survey does not publish its inputs: these are the series of their publishers, in the vintage that is loaded.',
    ),
    ...bullet(
      'Observed: all inputs of the country are there. Gaps closed: those of other countries are solved from their own published values, to give these the frame that the Survey had; solved countries are not counted.',
    ),
    ...bullet('A high rank correlation is no proof of a method: wrong ones have it too.'),
  ].join('\n');
}

function bullet(text: string): string[] {
  return wrapText(text, 94).map((line, at) => `  ${at === 0 ? '·' : ' '} ${line}`);
}

function shortError(value: string | null | undefined): string {
  return value == null ? '–' : Number(value).toFixed(4);
}

function shortValue(value: string): string {
  return Number(value).toFixed(2);
}

function trimmed(value: string): string {
  return value.replace(/0$/, '');
}

function signed(error: string | null): string {
  const value = Number(error ?? Number.NaN);
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}

/** What `egdi explain` says of it on one line; null: the index is not made of components. */
export function fromComponentsText(found: Recomputations | null, iso3: string): string | null {
  const [one] = found?.summaries ?? [];
  if (found === null || one === undefined) return null;
  if (one.status !== 'recomputed')
    return `not recomputed: ${one.status} (egdi recompute ${one.edition} ${one.indexCode})`;
  const treatment = mainOf(one)?.treatment;
  const own = found.countries.find((row) => row.iso3 === iso3 && row.treatment === treatment);
  if (own?.recomputed == null) return `not recomputed: inputs missing: ${own?.missing ?? 'all'}`;
  const basis =
    own.missing === null
      ? 'all its inputs observed'
      : `no evidence: its ${own.missing} ${own.missing.includes(',') ? 'were' : 'was'} solved from the published value`;
  const incomplete = one.countryCount - one.observedCount;
  const frame =
    incomplete === 0
      ? 'inputs complete'
      : `inputs incomplete for ${incomplete} of ${one.countryCount} countries`;
  return `${Number(own.recomputed).toFixed(5)}, ${signed(own.error)} against published; ${basis}; ${frame}; method ${one.methodStatus}`;
}
