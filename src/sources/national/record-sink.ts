/** Where adapters put what they read: every value of a document is a record, held back, or left out by declaration. */
import { type CellAddress, formatCell } from '../../model/cell.ts';
import type { FindingList } from '../../model/finding-list.ts';
import { type Issue, type IssueCode, issue } from '../../model/issue.ts';
import type { LocatedRow } from '../../model/located.ts';
import { dimensionsText, type NationalRecord, RECORD_HEADER } from '../../model/national-observation.ts';
import { periodText } from '../../model/national-period.ts';
import { type QuarantinedRow, type StageCount, stageCount } from '../../model/stage.ts';

/** A record without what the sink adds: its place in a document without rows. */
export type PathRecord = Omit<NationalRecord, 'cell' | 'raw'> & { readonly path: string };

/** A record of a table whose rows hold many values, without what the sink adds. */
export type CellRecord = Omit<NationalRecord, 'raw'>;

/** A value that cannot be a record: as much of it as is known. */
export interface RefusedValue {
  readonly path: string;
  readonly indicator?: string;
  readonly region?: string;
  readonly period?: string;
  readonly value: string | null;
}

export interface RecordSink {
  /** A value of a table with rows. */
  accept(record: NationalRecord): undefined;
  /** A value of a document without rows. */
  acceptAt(record: PathRecord): undefined;
  /** A value of a table whose rows hold many. */
  acceptCell(record: CellRecord): undefined;
  refuse(raw: LocatedRow, issues: readonly Issue[]): undefined;
  /** Cells of such a table; one finding for all that lack the same. */
  refuseCells(count: number, found?: Issue): undefined;
  refuseAt(value: RefusedValue, code: IssueCode, message: string, hint?: string): undefined;
  leaveOut(): undefined;
  /** Says what the columns of a table are called, for what quarantine keeps of its rows. */
  under(header: QuarantinedRow['header']): void;
  header(): QuarantinedRow['header'];
  /** A finding about the document. */
  note(found: Issue): void;
  /** What was accepted since the last time. */
  take(): readonly NationalRecord[];
  count(): StageCount;
}

export function createRecordSink(findings: FindingList): RecordSink {
  let accepted: NationalRecord[] = [];
  let out = 0;
  let refused = 0;
  let leftOut = 0;
  let header: QuarantinedRow['header'] = RECORD_HEADER;
  const accept = (record: NationalRecord): undefined => {
    out += 1;
    accepted.push(record);
  };
  // Values of a document without rows are counted, so that each has a number of its own in quarantine.
  const nextRow = (): number => out + refused + leftOut + 1;
  /** What quarantine would keep of a value that has no row of its own. */
  const keptOf = (record: Omit<NationalRecord, 'raw' | 'cell'>, place: string): LocatedRow => {
    const { region, valueText } = record;
    const flags = [
      ...(record.isEstimated ? ['estimated'] : []),
      ...(record.isPreliminary ? ['preliminary'] : []),
      ...(record.missing === undefined ? [] : [record.missing]),
    ];
    const cells = [
      record.indicatorCode,
      [region.code, region.name].filter((text) => text !== undefined).join(' ') || null,
      periodText(record.period),
      dimensionsText(record.dimensions) || null,
      valueText,
      flags.join(' ') || null,
      place,
    ];
    return { row: nextRow(), cells };
  };
  return {
    accept,
    acceptAt({ path, ...record }) {
      const raw = keptOf(record, path);
      accept({ ...record, cell: { row: raw.row, path }, raw });
    },
    acceptCell: (record) => accept({ ...record, raw: keptOf(record, formatCell(record.cell)) }),
    refuseCells(count, found) {
      refused += count;
      if (found !== undefined) findings.add(found);
    },
    refuse(raw, issues) {
      refused += 1;
      findings.quarantine(raw, issues);
    },
    refuseAt({ path, indicator, region, period, value }, code, message, hint) {
      const cell: CellAddress = { row: nextRow(), path };
      const cells = [indicator ?? null, region ?? null, period ?? null, null, value, null, path];
      refused += 1;
      findings.quarantine({ row: cell.row, cells }, [
        issue(code, message, { cell, ...(hint === undefined ? {} : { hint }) }),
      ]);
    },
    leaveOut: () => {
      leftOut += 1;
    },
    under: (columns) => {
      header = columns;
    },
    header: () => header,
    note: (found) => findings.add(found),
    take() {
      const taken = accepted;
      accepted = [];
      return taken;
    },
    count: () =>
      stageCount('validate', 'values → records', {
        in: out + refused + leftOut,
        out,
        quarantined: refused,
        excluded: leftOut,
      }),
  };
}
