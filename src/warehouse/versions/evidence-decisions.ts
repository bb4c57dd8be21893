/**
 * By which decision the row of a cell entered, for evidence that is there already. What a file prints never changes;
 * how its row was let in may: by an alias first, by a correction later. The present reading is what is told, past
 * ones are in the history of the decisions and in the issues of their runs. Owned by warehouse/.
 */
import type { Session } from '../connection/session.ts';
import type { EvidenceDraft } from './evidence-draft.ts';

/** Brings evidence up to date whose rows enter by other decisions than they did. */
export async function updateDecisions(session: Session, drafts: readonly EvidenceDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  const known = await knownDecisions(session, drafts);
  for (const draft of drafts) {
    const cells = [...draft.cells].flatMap(({ released, ...cell }) =>
      released ? [{ ...cell, released }] : [],
    );
    const marks = cells.map(({ iso3, indexCode, field, text, released }) => ({
      place: [iso3, indexCode, field],
      quarantineId: String(released.quarantineId),
      decisionNo: String(released.decisionNo),
      correctedText: released.isCorrected ? (text ?? '') : null,
    }));
    const present = marks
      .map(({ place, quarantineId, decisionNo, correctedText }) => ({
        key: place.join(' '),
        line: [...place, quarantineId, decisionNo, ...(correctedText === null ? [] : [correctedText])].join(
          ' ',
        ),
      }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ line }) => line)
      .join('\n');
    if (present === (known.get(`${draft.versionId}\t${draft.sourceFileId}`) ?? '')) continue;
    const file = [draft.versionId, draft.sourceFileId];
    await session.query(
      `update warehouse.evidence set quarantine_id = null, decision_no = null, corrected_text = null
       where version_id = $1 and source_file_id = $2 and quarantine_id is not null`,
      file,
    );
    await session.query(
      `update warehouse.evidence v
       set quarantine_id = m.quarantine_id, decision_no = m.decision_no, corrected_text = m.corrected_text
       from unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::integer[], $8::text[])
         as m(iso3, index_code, field, quarantine_id, decision_no, corrected_text)
       where v.version_id = $1 and v.source_file_id = $2
         and v.iso3 = m.iso3 and v.index_code = m.index_code and v.field = m.field`,
      [
        ...file,
        ...[0, 1, 2].map((part) => marks.map(({ place }) => place[part] ?? '')),
        marks.map(({ quarantineId }) => quarantineId),
        marks.map(({ decisionNo }) => decisionNo),
        marks.map(({ correctedText }) => correctedText),
      ],
    );
  }
}

/** By version and file: text that is equal when all cells entered by the same decisions. */
async function knownDecisions(
  session: Session,
  drafts: readonly EvidenceDraft[],
): Promise<Map<string, string>> {
  const { rows } = await session.query(
    `select version_id, source_file_id,
       string_agg(concat_ws(' ', iso3, index_code, field, quarantine_id, decision_no, corrected_text), E'\\n'
         order by iso3 collate "C", index_code collate "C", field collate "C") as decisions
     from warehouse.evidence
     where version_id = any ($1::integer[]) and quarantine_id is not null
     group by 1, 2`,
    [[...new Set(drafts.map((draft) => draft.versionId))].map(String)],
  );
  return new Map(rows.map((row) => [`${row.version_id}\t${row.source_file_id}`, String(row.decisions)]));
}
