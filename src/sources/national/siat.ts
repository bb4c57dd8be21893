/**
 * Tables of SIAT (Stat.uz): metadata in four languages beside rows with a code of SOATO and one key per period:
 * `2024`, `2017-Q1`, `2024-M02`, and once `2024-М01` with a Cyrillic М.
 */
import { z } from 'zod';
import { issue } from '../../model/issue.ts';
import { type Json, jsonPath } from '../../model/json.ts';
import type { NationalPeriod } from '../../model/national-period.ts';
import { regionOf } from '../../reference/regions.ts';
import { membersOf } from './breakdown.ts';
import { keepContract } from './document-contract.ts';
import { cumulated, printedPeriod } from './printed-period.ts';
import type { RecordSink } from './record-sink.ts';
import type { SourceOf } from './source.ts';

const TEXT = z.string().nullable().optional();
const CLASSIFIER_KEYS = [
  'Code',
  'Klassifikator',
  'Klassifikator_uz',
  'Klassifikator_ru',
  'Klassifikator_en',
  'Klassifikator_uzc',
];
const TABLE = z.strictObject({
  metadata: z.array(z.object({ name_en: TEXT, value_en: TEXT }).catchall(z.string().nullable())).min(1),
  data: z
    .array(z.object({ Code: z.string(), Klassifikator_en: TEXT }).catchall(z.string().nullable()))
    .min(1),
});
/** The file is a list of one table; an older form is the table itself. */
const DOCUMENT = z.union([
  z.tuple([TABLE]).transform(([table]) => ({ table, at: [0] })),
  TABLE.transform((table) => ({ table, at: [] })),
]);

/** Reads one table. */
export function readSiat(document: Json, source: SourceOf<'siat'>, sink: RecordSink): void {
  const found = keepContract(DOCUMENT, document, sink);
  if (found === undefined) return;
  const { table, at } = found;
  const unit = metadataValue(table.metadata, 'unit of measurement');
  const { indicator } = source;
  if (unit === undefined || !indicator.printedUnits.includes(unit)) {
    const message = `“${unit ?? ''}”, where ${indicator.unit} is declared`;
    sink.note(issue('unit-mismatch', message, { cell: { row: 1, path: jsonPath([...at, 'metadata']) } }));
    return;
  }
  const republic = regionOf(source.iso3)?.codes.soato;
  if (source.rows === 'regions' && !table.data.some(({ Code }) => Code.trim() === republic)) {
    const place = { cell: { row: 1, path: jsonPath([...at, 'data']) } };
    sink.note(issue('total-missing', `no row is of the republic (${republic})`, place));
  }
  const periods = new Map<string, NationalPeriod | undefined>();
  table.data.forEach((row, rowIndex) => {
    const name = row.Klassifikator_en?.replace(/\s+/g, ' ').trim() || undefined;
    const code = row.Code.trim();
    const isRegion = source.rows === 'regions';
    const members =
      source.rows === 'regions'
        ? ({ kind: 'known', dimensions: source.breakdown } as const)
        : membersOf([[source.rows, name ?? '']], source.breakdown);
    for (const [key, value = null] of Object.entries(row)) {
      if (CLASSIFIER_KEYS.includes(key)) continue;
      const path = jsonPath([...at, 'data', rowIndex, key]);
      if (!periods.has(key)) periods.set(key, periodOf(key, source, path, sink));
      const period = periods.get(key);
      const refused = { path, region: code, period: key, value };
      if (members.kind === 'left-out') {
        sink.leaveOut();
        continue;
      }
      if (members.kind === 'unknown') {
        sink.refuseAt(refused, 'dimension-unknown', members.message);
        continue;
      }
      if (period === undefined) {
        sink.refuseAt(refused, 'period-unknown', `“${key}” is no year, quarter or month`);
        continue;
      }
      sink.acceptAt({
        indicatorCode: indicator.indicatorCode,
        // Published English names are partly damaged (`oâzbekiston`): they check the code where they can be read.
        region: isRegion ? { code, ...(name === undefined ? {} : { name }) } : { code: republic ?? '' },
        period,
        dimensions: members.dimensions,
        valueText: value,
        isEstimated: false,
        isPreliminary: false,
        path,
      });
    }
  });
}

function periodOf(
  key: string,
  source: SourceOf<'siat'>,
  path: string,
  sink: RecordSink,
): NationalPeriod | undefined {
  // The Cyrillic М looks like the Latin one; nothing else that it could be is in the place of it.
  const latin = key.trim().replace(/^(\d{4})-[Мм](?=\d\d$)/u, '$1-M');
  if (latin !== key.trim()) {
    const message = `“${key}” has a Cyrillic М and was read as “${latin}”`;
    sink.note(issue('look-alike-letter', message, { cell: { row: 1, path } }));
  }
  if (!/^\d{4}(?:-(?:Q[1-4]|M\d\d))?$/.test(latin)) return undefined;
  const period = printedPeriod(latin)?.period;
  return period && source.isCumulative ? cumulated(period) : period;
}

function metadataValue(metadata: z.infer<typeof TABLE>['metadata'], wanted: string): string | undefined {
  const entry = metadata.find(({ name_en: name }) => name?.trim().toLowerCase() === wanted);
  return entry?.value_en?.replace(/\s+/g, ' ').trim() || undefined;
}
