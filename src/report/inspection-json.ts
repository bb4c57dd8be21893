/** `egdi inspect --json`. */
import type { Issue } from '../model/issue.ts';
import type { TableRecord } from '../sources/tables/table-record.ts';
import type { InspectionReport } from './inspection.ts';

/** Extended, never renamed. */
export function inspectionJson({ file, format, cover, legend, sheets, declared }: InspectionReport): string {
  // Records are asked for with --with; beside an inspection their number says enough.
  const isReading = sheets.length === 0;
  const shape = {
    schema: 'egdi-inspection/1',
    file,
    format,
    cover: cover ?? null,
    legend: legend ?? [],
    sheets: sheets.map(({ found, draft }) => ({ ...found, draft })),
    declared: declared.map(({ declaration, reading }) => ({
      id: declaration.id,
      isRefused: reading.isRefused,
      issues: reading.issues satisfies readonly Issue[],
      tables: reading.tables.map(({ notes, ...one }) => ({
        ...one,
        notes: Object.fromEntries(notes),
        recordCount: one.records.length,
        records: isReading ? (one.records satisfies readonly TableRecord[]) : [],
      })),
    })),
  };
  return JSON.stringify(shape, null, 2);
}
