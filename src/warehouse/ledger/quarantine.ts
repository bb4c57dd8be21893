/**
 * Rows that were held back, one entry for each row of a file's content however many runs meet it. Owned by
 * warehouse/; imports model/. What people decide about them is in `quarantine-decisions.ts`.
 */
import type { QuarantinedRow } from '../../model/stage.ts';
import { storableText } from '../connection/copy-format.ts';
import type { Session } from '../connection/session.ts';
import { baseName } from '../versions/file-names.ts';

export type QuarantineStatus = 'open' | 'released' | 'rejected' | 'resolved';

export interface HeldRows {
  readonly quarantined: readonly QuarantinedRow[];
  /** SHA-256 of the files that were read to their end: a row of theirs that is not held back was taken. */
  readonly filesRead: readonly string[];
}

interface KnownRow {
  readonly id: number;
  readonly sha256: string;
  readonly sheet: string | null;
  readonly row: number;
  readonly edition: number | null;
  readonly status: QuarantineStatus;
}

/**
 * Keeps what a run held back. A row that is known is brought up to date instead of repeated, and is open again
 * whatever was decided: the decision did not help. An open row of a file that was read, and not held back this time,
 * is resolved. To be called before anything that was valid is written.
 */
export async function recordQuarantine(session: Session, runId: number, held: HeldRows): Promise<void> {
  const files = new Set([...held.filesRead, ...held.quarantined.map((row) => row.sha256)]);
  if (files.size === 0) return;
  const known = await findKnown(session, [...files]);
  const fresh: HeldRow[] = [];
  const again: { readonly id: number; readonly row: HeldRow }[] = [];
  const met = new Set<KnownRow>();
  for (const row of mergeSame(held.quarantined)) {
    const found = (known.get(placeOf(row)) ?? []).find(
      (entry) => !row.isOneOfSeveral || entry.edition === row.edition,
    );
    if (found === undefined) fresh.push(row);
    else {
      met.add(found);
      again.push({ id: found.id, row });
    }
  }
  await updateRows(session, runId, again);
  await insertRows(session, runId, fresh);
  const read = new Set(held.filesRead);
  const taken = [...known.values()]
    .flat()
    .filter((entry) => entry.status === 'open' && read.has(entry.sha256) && !met.has(entry));
  await resolveRows(
    session,
    runId,
    taken.map(({ id }) => id),
  );
}

interface HeldRow extends QuarantinedRow {
  readonly codes: readonly string[];
}

async function findKnown(session: Session, files: readonly string[]): Promise<Map<string, KnownRow[]>> {
  const { rows } = await session.query(
    `select quarantine_id as id, file_sha256 as sha256, sheet, row_no as row, edition, status
     from ops.quarantine where file_sha256 = any ($1::text[]) order by quarantine_id`,
    [files],
  );
  const known = new Map<string, KnownRow[]>();
  for (const row of rows as unknown as KnownRow[]) {
    const place = placeOf({ sha256: row.sha256, sheet: row.sheet, raw: { row: row.row } });
    const others = known.get(place);
    if (others) others.push(row);
    else known.set(place, [row]);
  }
  return known;
}

function placeOf({
  sha256,
  sheet,
  raw,
}: Pick<QuarantinedRow, 'sha256' | 'sheet'> & { raw: { row: number } }) {
  return `${sha256}\t${raw.row}\t${sheet ?? '\t'}`;
}

/** One content under two names, each of them an input, is held back twice in one run: it is one row of content. */
function mergeSame(rows: readonly QuarantinedRow[]): HeldRow[] {
  const merged = new Map<string, HeldRow>();
  for (const row of rows) {
    const key = `${placeOf(row)}\t${row.isOneOfSeveral ? row.edition : ''}`;
    const codes = row.issues.map((issue) => issue.code);
    const before = merged.get(key);
    merged.set(key, { ...(before ?? row), codes: [...new Set([...(before?.codes ?? []), ...codes])] });
  }
  return [...merged.values()];
}

async function updateRows(
  session: Session,
  runId: number,
  rows: readonly { readonly id: number; readonly row: HeldRow }[],
): Promise<void> {
  if (rows.length === 0) return;
  await session.query(
    `update ops.quarantine q
     set status = 'open', last_run_id = $1, issue_codes = string_to_array(h.codes, ','),
         edition = nullif(h.edition, '')::integer, file_name = h.file_name,
         decided_at = null, decided_by = null, decision_reason = null, corrections = null
     from unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) as h(id, codes, edition, file_name)
     where q.quarantine_id = h.id`,
    [
      runId,
      rows.map(({ id }) => String(id)),
      rows.map(({ row }) => row.codes.join(',')),
      rows.map(({ row }) => String(row.edition ?? '')),
      rows.map(({ row }) => baseName(row.file)),
    ],
  );
}

async function insertRows(session: Session, runId: number, rows: readonly HeldRow[]): Promise<void> {
  if (rows.length === 0) return;
  await session.copyIn(
    'ops.quarantine',
    ['run_id', 'file_name', 'file_sha256', 'sheet', 'row_no', 'edition', 'raw', 'issue_codes'],
    rows.map((row) => [
      runId,
      baseName(row.file),
      row.sha256,
      storable(row.sheet),
      row.raw.row,
      row.edition,
      JSON.stringify(rawCells(row)),
      row.codes,
    ]),
  );
}

async function resolveRows(session: Session, runId: number, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await session.query(
    `update ops.quarantine set status = 'resolved', last_run_id = $1 where quarantine_id = any ($2::bigint[])`,
    [runId, ids.map(String)],
  );
}

/** A cell of a row that is kept: its column's header, its text, and what text cannot carry. */
export interface KeptCell {
  readonly column: string | null;
  readonly value: string | null;
  /** `formula-without-value`, `error-value`, `date` or `boolean`. */
  readonly flag?: string;
}

/** As many cells as the header or the row has, whichever is longer: a blank cell can be corrected too. */
function rawCells({ header, raw }: QuarantinedRow): KeptCell[] {
  const width = Math.max(header.length, raw.cells.length);
  return Array.from({ length: width }, (_, index) => {
    const flag = raw.flags?.get(index + 1);
    const kept = { column: storable(header[index]), value: storable(raw.cells[index]) };
    return flag === undefined ? kept : { ...kept, flag };
  });
}

/** A held row is shown, not loaded: a character that cannot be stored must not keep it from being held. */
function storable(text: string | null | undefined): string | null {
  return text == null ? null : storableText(text);
}
