/** The published scores, ranks and groups of one edition, for questions about all its countries at once. */

import type { EditionFigures, MemberFigures } from '../../model/edition-figures.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { type Edition, INDEX_CODES, type IndexCode } from '../../model/survey.ts';
import type { Session } from '../connection/session.ts';
import { requirePublished } from '../releases/releases.ts';

interface ScoreRow {
  readonly iso3: string;
  readonly name: string;
  readonly indexCode: IndexCode;
  /** Numerics arrive as their digits. */
  readonly published: string | null;
  readonly recomputed: string | null;
  readonly rank: number | null;
}

const SCORES_SQL = `
  select s.iso3, c.name_en as "name", s.index_code as "indexCode", s.score_published as "published",
    s.score_recomputed as "recomputed", s.rank_published as "rank"
  from reporting.fact_index_score s
  join reporting.dim_country c using (iso3)
  where s.edition = $1
  order by s.iso3, s.index_code`;

const GROUPS_SQL = `
  select iso3, group_code as "group" from reporting.fact_group_membership where edition = $1 order by 1, 2`;

/** Editions that are declared and not loaded are no help to who asks. */
const EDITIONS_SQL = 'select distinct edition from reporting.fact_index_score order by edition';

/**
 * Reads an edition of the published release. To be called in a read-only transaction where more than one is read.
 * @throws EgdiError `nothing-published` (exit 7), `edition-unknown` (exit 2), naming the editions that there are
 */
export async function readEditionFigures(session: Session, edition: Edition): Promise<EditionFigures> {
  const { releaseNo } = await requirePublished(session);
  const scores = (await session.query(SCORES_SQL, [edition])).rows as unknown as ScoreRow[];
  if (scores.length === 0) throw await unknownEdition(session, edition, releaseNo);
  const groups = new Map<string, string[]>();
  for (const { iso3, group } of (await session.query(GROUPS_SQL, [edition]))
    .rows as unknown as Membership[]) {
    const codes = groups.get(iso3);
    if (codes === undefined) groups.set(iso3, [group]);
    else codes.push(group);
  }
  const members: MemberFigures[] = [];
  for (let at = 0; at < scores.length; at += INDEX_CODES.length) {
    members.push(memberOf(scores.slice(at, at + INDEX_CODES.length), groups));
  }
  return { edition, releaseNo, members };
}

interface Membership {
  readonly iso3: string;
  readonly group: string;
}

function memberOf(rows: readonly ScoreRow[], groups: ReadonlyMap<string, readonly string[]>): MemberFigures {
  const byIndex = new Map(rows.map((row) => [row.indexCode, row]));
  const egdi = byIndex.get('EGDI');
  if (egdi === undefined || byIndex.size !== INDEX_CODES.length) {
    throw new RangeError(`the scores of ${rows[0]?.iso3} are incomplete`);
  }
  const { iso3, name, rank } = egdi;
  const published = (code: IndexCode): number | null => numberOf(byIndex.get(code)?.published);
  const scores = {
    EGDI: published('EGDI'),
    OSI: published('OSI'),
    TII: published('TII'),
    HCI: published('HCI'),
    EPI: published('EPI'),
  };
  return { iso3, name, scores, recomputed: numberOf(egdi.recomputed), rank, groups: groups.get(iso3) ?? [] };
}

function numberOf(digits: string | null | undefined): number | null {
  return digits == null ? null : Number(digits);
}

/** Editions with figures in the published release, the earliest first. */
export async function readLoadedEditions(session: Session): Promise<Edition[]> {
  await requirePublished(session);
  const { rows } = await session.query(EDITIONS_SQL);
  return rows.map(({ edition }) => Number(edition));
}

async function unknownEdition(session: Session, edition: Edition, releaseNo: number): Promise<EgdiError> {
  const { rows } = await session.query(EDITIONS_SQL);
  return new EgdiError('edition-unknown', `release ${releaseNo} has no edition ${edition}`, {
    exitCode: EXIT.usage,
    hint: editionsHint(rows.map((row) => Number(row.edition))),
  });
}

/** What a person can ask for instead of an edition that a release does not have. */
export function editionsHint(known: readonly number[]): string {
  return known.length === 0
    ? 'it holds nothing of the Survey yet: egdi run un-survey'
    : `editions: ${known.join(', ')}`;
}
