/**
 * Cubes of stat.gov.kz: as "csv", which is tab-separated with a byte order mark, and as JSON. Both mix the country,
 * its regions and their districts; nothing is summed here.
 */
import { z } from 'zod';
import { issue } from '../../model/issue.ts';
import type { Json } from '../../model/json.ts';
import type { LocatedRow } from '../../model/located.ts';
import { monthPeriod, type NationalPeriod, yearPeriod } from '../../model/national-period.ts';
import { regionOf } from '../../reference/regions.ts';
import { type MemberAnswer, membersOf } from './breakdown.ts';
import { keepContract } from './document-contract.ts';
import { cumulated, printedPeriod } from './printed-period.ts';
import type { RecordSink } from './record-sink.ts';
import type { DimensionDeclaration, SourceOf } from './source.ts';

const FIXED_COLUMNS = ['NAM', 'DAT', 'PERIOD', 'VAL'] as const;

interface CubeColumns {
  readonly at: Readonly<Record<(typeof FIXED_COLUMNS)[number] | 'region', number>>;
  readonly dimensions: readonly (readonly [index: number, declaration: DimensionDeclaration])[];
  /** 0-based columns of the twins, which say nothing: `0` in every cell. */
  readonly twins: readonly number[];
}

/** Reads the rows of a cube; the first is the header. */
export async function readBnsCubeRows(
  rows: Iterable<LocatedRow> | AsyncIterable<LocatedRow>,
  source: SourceOf<'bns-cube-tsv'>,
  sink: RecordSink,
): Promise<void> {
  let columns: CubeColumns | undefined;
  for await (const row of rows) {
    if (columns === undefined) {
      sink.under(row.cells);
      columns = cubeColumns(row, source, sink);
      if (columns === undefined) return;
      continue;
    }
    cubeValue(row, columns, source, sink);
  }
  if (columns === undefined) sink.note(issue('file-empty', 'the file holds no rows'));
}

function cubeColumns(
  header: LocatedRow,
  source: SourceOf<'bns-cube-tsv'>,
  sink: RecordSink,
): CubeColumns | undefined {
  const names = header.cells.map((text) => (text ?? '').trim());
  let isSound = true;
  const complain = (
    code: 'column-missing' | 'column-unexpected' | 'column-duplicate',
    message: string,
    index = -1,
  ) => {
    isSound = false;
    sink.note(
      issue(code, message, { cell: { row: header.row, ...(index < 0 ? {} : { column: index + 1 }) } }),
    );
  };
  const wanted = [...FIXED_COLUMNS, source.regionColumn, ...Object.keys(source.dimensions)];
  const twinOf = (name: string) => `L${name}`;
  const twins = [source.regionColumn, ...Object.keys(source.dimensions)].map(twinOf);
  for (const name of wanted)
    if (!names.includes(name)) complain('column-missing', `there is no column “${name}”`);
  names.forEach((name, index) => {
    if (names.indexOf(name) < index) complain('column-duplicate', `a second column “${name}”`, index);
    else if (!wanted.includes(name) && !twins.includes(name)) {
      complain('column-unexpected', `“${name}” is no declared breakdown of this cube`, index);
    }
  });
  if (!isSound) return undefined;
  const at = (name: string) => names.indexOf(name);
  return {
    at: {
      NAM: at('NAM'),
      DAT: at('DAT'),
      PERIOD: at('PERIOD'),
      VAL: at('VAL'),
      region: at(source.regionColumn),
    },
    dimensions: Object.entries(source.dimensions).map(([name, declaration]) => [at(name), declaration]),
    twins: twins.map(at).filter((index) => index >= 0),
  };
}

function cubeValue(
  row: LocatedRow,
  { at, dimensions, twins }: CubeColumns,
  source: SourceOf<'bns-cube-tsv'>,
  sink: RecordSink,
): undefined {
  const text = (index: number) => row.cells[index]?.trim() ?? '';
  const refuse = (code: Parameters<typeof issue>[0], message: string, index: number) =>
    sink.refuse(row, [issue(code, message, { cell: { row: row.row, column: index + 1 } })]);

  for (const twin of twins) {
    if (text(twin) !== '0') return refuse('status-unknown', `“${text(twin)}” where every cell says 0`, twin);
  }
  const { name, unit } = nameAndUnit(text(at.NAM));
  const indicator = Object.hasOwn(source.indicators, name) ? source.indicators[name] : undefined;
  if (indicator === undefined)
    return refuse('indicator-unknown', `“${name}” is no declared indicator`, at.NAM);
  if (unit === undefined || !indicator.printedUnits.includes(unit)) {
    return refuse('unit-mismatch', `“${unit ?? ''}”, where ${indicator.unit} is declared`, at.NAM);
  }
  const printed = printedPeriod(text(at.DAT));
  if (printed === undefined) return refuse('period-unknown', `“${text(at.DAT)}” is no period`, at.DAT);
  if (!agrees(printed.period, text(at.PERIOD))) {
    return refuse('period-mismatch', `${text(at.PERIOD)} beside “${text(at.DAT)}”`, at.PERIOD);
  }
  const period = source.isCumulative ? cumulated(printed.period) : printed.period;
  if (period === undefined) return refuse('period-unknown', `“${text(at.DAT)}” cannot be cumulated`, at.DAT);
  const members = membersOf(
    dimensions.map(([index, declaration]) => [declaration, text(index)]),
    source.breakdown,
  );
  if (members.kind === 'left-out') return sink.leaveOut();
  if (members.kind === 'unknown') {
    return refuse('dimension-unknown', members.message, dimensions[0]?.[0] ?? at.NAM);
  }
  sink.accept({
    indicatorCode: indicator.indicatorCode,
    region: { name: text(at.region) },
    period,
    dimensions: members.dimensions,
    valueText: row.cells[at.VAL] ?? null,
    isEstimated: false,
    isPreliminary: printed.hasAsterisk,
    cell: { row: row.row, column: at.VAL + 1 },
    raw: row,
  });
}

/** `Индекс потребительских цен(Процент)` → name and unit; brackets within the name stay. */
function nameAndUnit(printed: string): { readonly name: string; readonly unit: string | undefined } {
  const match = /^(.*?)\s*\(([^()]*)\)$/.exec(printed);
  return match ? { name: match[1] ?? '', unit: (match[2] ?? '').trim() } : { name: printed, unit: undefined };
}

/** Whether the coded period ends when the printed one does: `201911`, or `2019` for a year. */
function agrees({ kind, firstDay, lastDay }: NationalPeriod, code: string): boolean {
  const match = /^(\d{4})(\d\d)?$/.exec(code);
  if (match === null) return false;
  const [, year, month] = match;
  const coded = month === undefined ? yearPeriod(Number(year)) : monthPeriod(Number(year), Number(month));
  if (coded === undefined) return false;
  if (month === undefined) return kind === 'year' && firstDay === coded.firstDay;
  return lastDay === coded.lastDay;
}

const TERM = z.string().regex(/^\d+$/);
const CUBE = z
  .array(
    z
      .strictObject({
        terms: z.array(TERM).min(1),
        termNames: z.array(z.string().min(1)),
        periods: z.array(
          z.strictObject({ name: z.string(), date: z.string(), value: z.string().nullable() }),
        ),
      })
      .refine(({ terms, termNames }) => terms.length === termNames.length, {
        message: 'terms and termNames are not of one length',
      }),
  )
  .min(1);

/** Reads a cube in JSON: `terms[0]` is the region, and the first record is the total of the country. */
export function readBnsCubeJson(document: Json, source: SourceOf<'bns-cube-json'>, sink: RecordSink): void {
  const records = keepContract(CUBE, document, sink);
  if (records === undefined) return;
  const total = regionOf(source.iso3)?.codes.taldau;
  if (!records.some(({ terms }) => terms[0] === total)) {
    sink.note(
      issue('total-missing', `no record is of the country (term ${total})`, { cell: { row: 1, path: '$' } }),
    );
  }
  for (const [index, record] of records.entries()) readCubeRecord(record, `$[${index}]`, source, sink);
}

type CubeRecord = z.infer<typeof CUBE>[number];

function readCubeRecord(
  { terms, termNames, periods }: CubeRecord,
  at: string,
  source: SourceOf<'bns-cube-json'>,
  sink: RecordSink,
): void {
  const region = { code: terms[0] as string, name: termNames[0] as string };
  const members: MemberAnswer =
    terms.length - 1 === source.dimensions.length
      ? membersOf(
          source.dimensions.map((declaration, index) => [declaration, terms[index + 1] as string]),
          source.breakdown,
        )
      : {
          kind: 'unknown',
          message: `${terms.length - 1} terms beside the region, where ${source.dimensions.length} are declared`,
        };
  for (const [index, one] of periods.entries()) {
    readCubePeriod(one, { region, members, path: `${at}.periods[${index}].value` }, source, sink);
  }
}

function readCubePeriod(
  { name, date, value }: CubeRecord['periods'][number],
  at: {
    readonly region: { code: string; name: string };
    readonly members: MemberAnswer;
    readonly path: string;
  },
  source: SourceOf<'bns-cube-json'>,
  sink: RecordSink,
): undefined {
  const { region, members, path } = at;
  const refused = { path, region: region.name, period: name, value };
  if (members.kind === 'left-out') return sink.leaveOut();
  if (members.kind === 'unknown') return sink.refuseAt(refused, 'dimension-unknown', members.message);
  const printed = printedPeriod(name);
  if (printed === undefined) return sink.refuseAt(refused, 'period-unknown', `“${name}” is no period`);
  if (isoDay(date) !== printed.period.lastDay) {
    return sink.refuseAt(refused, 'period-mismatch', `“${name}” beside the date ${date}`);
  }
  const period = source.isCumulative ? cumulated(printed.period) : printed.period;
  if (period === undefined) {
    return sink.refuseAt(refused, 'period-unknown', `“${name}” cannot be cumulated`);
  }
  return sink.acceptAt({
    indicatorCode: source.indicator.indicatorCode,
    region,
    period,
    dimensions: members.dimensions,
    valueText: value,
    isEstimated: false,
    isPreliminary: printed.hasAsterisk,
    path,
  });
}

/** `31.12.2004` → `2004-12-31`. */
function isoDay(printed: string): string | undefined {
  const match = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(printed.trim());
  return match === null ? undefined : `${match[3]}-${match[2]}-${match[1]}`;
}
