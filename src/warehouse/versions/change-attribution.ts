/**
 * Splits of changes between two partition versions of scores: which pairs of versions lack them, what they are made
 * from, and how they are stored, rounded to 15 decimals so that parts still sum exactly. Owned by warehouse/.
 */
import {
  type ChangeAttribution,
  type EditionScores,
  RANK_CHANGE_PARTS,
  SCORE_CHANGE_PARTS,
} from '../../model/change-attribution.ts';
import { isInteger, type Rational, toFixed, toFixedParts } from '../../model/rational.ts';
import type { Edition, IndexCode } from '../../model/survey.ts';
import { ATTRIBUTION_VERSION } from '../../model/version.ts';
import type { CopyRow, CopyValue } from '../connection/connection.ts';
import type { Session } from '../connection/session.ts';

/** Score partitions of an edition and of the one before it, as some release lists them. */
export interface VersionPair {
  readonly versionId: number;
  readonly previousVersionId: number;
  readonly edition: Edition;
  readonly previousEdition: Edition;
}

/** Pairs of all releases. Which edition comes before which is said by the release itself. */
const UNSPLIT_PAIRS = `
  with pair as (
    select distinct p.version_id, b.version_id as previous_version_id, p.partition_key::integer as edition,
           b.partition_key::integer as previous_edition
    from warehouse.release_partition p
    join warehouse.release_partition d
      on d.release_no = p.release_no and d.dataset = 'reference' and d.partition_key = 'dim_edition'
    join warehouse.reference_row e
      on e.version_id = d.version_id and e.table_name = 'dim_edition' and e.row_key = p.partition_key
    join warehouse.release_partition b
      on b.release_no = p.release_no and b.dataset = 'score' and b.partition_key = e.content ->> 'previous_edition'
    where p.dataset = 'score'
  )
  select pair.version_id as "versionId", pair.previous_version_id as "previousVersionId", pair.edition,
         pair.previous_edition as "previousEdition"
  from pair
  where not exists (
      select from warehouse.change_attribution c
      where c.version_id = pair.version_id and c.previous_version_id = pair.previous_version_id
        and c.attribution_version >= $1)
    -- Nobody has a rank in both: there is nothing to split, now or ever.
    and exists (
      select from warehouse.score s join warehouse.score b on b.iso3 = s.iso3 and b.index_code = s.index_code
      where s.version_id = pair.version_id and b.version_id = pair.previous_version_id and s.index_code = 'EGDI'
        and s.score_published is not null and s.rank_published is not null
        and b.score_published is not null and b.rank_published is not null)
  order by pair.edition, pair.version_id, pair.previous_version_id`;

/** Pairs of consecutive editions that a release lists and whose changes are not split by today's rules. */
export async function findUnsplitPairs(session: Session): Promise<VersionPair[]> {
  const { rows } = await session.query(UNSPLIT_PAIRS, [ATTRIBUTION_VERSION]);
  return rows as unknown[] as VersionPair[];
}

/** The published scores and EGDI ranks of partition versions, by version. */
export async function readVersionScores(
  session: Session,
  editionOf: ReadonlyMap<number, Edition>,
): Promise<Map<number, EditionScores>> {
  const { rows } = await session.query(
    `select version_id, iso3, max(rank_published) filter (where index_code = 'EGDI') as rank,
            string_agg(index_code || ' ' || score_published, ',') as scores
     from warehouse.score where version_id = any ($1::integer[])
     group by version_id, iso3 order by version_id, iso3 collate "C"`,
    [[...editionOf.keys()].map(String)],
  );
  const members = new Map<number, EditionScores['members'][number][]>(
    [...editionOf.keys()].map((versionId) => [versionId, []]),
  );
  for (const { version_id: versionId, iso3, rank, scores } of rows) {
    members.get(Number(versionId))?.push({
      iso3: String(iso3),
      rank: rank === null ? null : Number(rank),
      scores: scoresOf(scores === null ? '' : String(scores)),
    });
  }
  return new Map(
    [...editionOf].map(([versionId, edition]) => [
      versionId,
      { edition, members: members.get(versionId) ?? [] },
    ]),
  );
}

function scoresOf(text: string): Record<IndexCode, number | null> {
  const scores: Record<IndexCode, number | null> = { EGDI: null, OSI: null, TII: null, HCI: null, EPI: null };
  for (const part of text.split(',')) {
    const [code = '', digits] = part.split(' ');
    if (digits !== undefined) scores[code as IndexCode] = Number(digits);
  }
  return scores;
}

export interface SplitPair {
  readonly pair: VersionPair;
  readonly changes: readonly ChangeAttribution[];
}

/** Stores splits in place of those that older rules have made; returns the number of rows. */
export async function storeChangeAttributions(
  session: Session,
  splits: readonly SplitPair[],
): Promise<number> {
  await session.query(
    `delete from warehouse.change_attribution c
     using unnest($1::integer[], $2::integer[]) as pair(version_id, previous_version_id)
     where c.version_id = pair.version_id and c.previous_version_id = pair.previous_version_id`,
    [
      splits.map(({ pair }) => String(pair.versionId)),
      splits.map(({ pair }) => String(pair.previousVersionId)),
    ],
  );
  return session.copyIn('warehouse.change_attribution', COLUMNS, attributionRows(splits));
}

/** They follow from what else is stored: whoever deletes them derives them anew. */
export async function deleteChangeAttributions(session: Session): Promise<void> {
  await session.exec('delete from warehouse.change_attribution');
}

const COLUMNS = [
  'version_id',
  'previous_version_id',
  'iso3',
  'score_change',
  'score_change_own_osi',
  'score_change_own_tii',
  'score_change_own_hci',
  'score_change_method',
  'score_change_residual',
  'rank_change',
  'rank_change_own_osi',
  'rank_change_own_tii',
  'rank_change_own_hci',
  'rank_change_others',
  'rank_change_method',
  'rank_change_residual',
  'frame_and_method_identified',
  'note',
  'attribution_version',
];

function* attributionRows(splits: readonly SplitPair[]): Iterable<CopyRow> {
  for (const { pair, changes } of splits) {
    for (const change of changes) {
      yield [
        pair.versionId,
        pair.previousVersionId,
        change.iso3,
        toFixed(change.scoreChange, SCORE_DECIMALS),
        ...partTexts(SCORE_CHANGE_PARTS, change.scoreParts),
        change.rankChange,
        ...rankPartTexts(change),
        change.frameAndMethodIdentified,
        change.note,
        ATTRIBUTION_VERSION,
      ];
    }
  }
}

const SCORE_DECIMALS = 5;
const PART_DECIMALS = 15;

/** The residual of ranks is a whole number of places. */
function rankPartTexts({ iso3, edition, rankParts }: ChangeAttribution): CopyValue[] {
  if (rankParts !== null && !isInteger(rankParts.residual)) {
    throw new RangeError(`the rank residual of ${iso3} ${edition} is no whole number`);
  }
  return partTexts(RANK_CHANGE_PARTS, rankParts).map((text, at) =>
    RANK_CHANGE_PARTS[at] === 'residual' ? (text?.replace(/\.0+$/, '') ?? null) : text,
  );
}

function partTexts<P extends string>(
  names: readonly P[],
  parts: Readonly<Record<P, Rational>> | null,
): (string | null)[] {
  if (parts === null) return names.map(() => null);
  return toFixedParts(
    names.map((name) => parts[name]),
    PART_DECIMALS,
  );
}
