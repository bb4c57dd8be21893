/**
 * Recomputations of TII and HCI beside the partition versions that they follow from: which releases lack them, what
 * they are made from, how they are stored, and which one holds in which release. Owned by warehouse/.
 */
import type {
  RecomputationCoverage,
  RecomputationFact,
  RecomputationInputSeries,
  RecomputedIndex,
} from '../../model/recomputation.ts';
import type { CopyRow } from '../connection/connection.ts';
import type { Session } from '../connection/session.ts';

/** Releases that readers may see, now or later, and that are not recomputed by these rules. */
export async function findUnrecomputed(session: Session, rulesSha256: string): Promise<number[]> {
  const { rows } = await session.query(
    `select r.release_no from warehouse.release r
     where r.status in ('candidate', 'published', 'superseded')
       and exists (select from warehouse.release_partition p where p.release_no = r.release_no and p.dataset = 'score')
       and not exists (
         select from warehouse.release_recomputation l where l.release_no = r.release_no and l.rules_sha256 = $1)
     order by r.release_no`,
    [rulesSha256],
  );
  return rows.map((row) => Number(row.release_no));
}

/** A partition that a release lists. */
export interface ListedVersion {
  readonly versionId: number;
  readonly sinceReleaseNo: number;
}

export interface ReleaseInputs {
  readonly editions: ReadonlyMap<number, ListedVersion>;
  /** By indicator code; those among the codes asked for. */
  readonly series: ReadonlyMap<string, ListedVersion & { readonly unit: string }>;
}

/** What a release lists of scores, and of the indicators asked for. */
export async function readReleaseInputs(
  session: Session,
  releaseNo: number,
  indicatorCodes: readonly string[],
): Promise<ReleaseInputs> {
  const { rows } = await session.query(
    `select p.dataset, p.partition_key as key, p.version_id as "versionId", p.since_release_no as "sinceReleaseNo",
            coalesce(r.content ->> 'unit', '') as unit
     from warehouse.release_partition p
     left join warehouse.release_partition d
       on d.release_no = p.release_no and d.dataset = 'reference' and d.partition_key = 'dim_indicator'
     left join warehouse.reference_row r
       on r.version_id = d.version_id and r.table_name = 'dim_indicator' and r.row_key = p.partition_key
     where p.release_no = $1
       and (p.dataset = 'score' or (p.dataset = 'observation' and p.partition_key = any ($2::text[])))
     order by p.dataset, p.partition_key collate "C"`,
    [releaseNo, indicatorCodes],
  );
  const listed = rows as unknown[] as (ListedVersion & { dataset: string; key: string; unit: string })[];
  return {
    editions: new Map(
      listed.filter(({ dataset }) => dataset === 'score').map((one) => [Number(one.key), one] as const),
    ),
    series: new Map(listed.filter(({ dataset }) => dataset === 'observation').map((one) => [one.key, one])),
  };
}

export interface PublishedMember {
  readonly iso3: string;
  readonly published: string;
}

/** Countries with a published value of an index in a partition version of scores, in the order of their codes. */
export async function readPublishedMembers(
  session: Session,
  scoreVersionId: number,
  indexCode: RecomputedIndex,
): Promise<PublishedMember[]> {
  const { rows } = await session.query(
    `select iso3, score_published::text as published from warehouse.score
     where version_id = $1 and index_code = $2 and score_published is not null
     order by iso3 collate "C"`,
    [scoreVersionId, indexCode],
  );
  return rows as unknown[] as PublishedMember[];
}

/** Observed values of partition versions in some periods: by version, period and country. */
export async function readObservedValues(
  session: Session,
  versionIds: readonly number[],
  periods: readonly string[],
): Promise<Map<number, Map<string, Map<string, number>>>> {
  const { rows } = await session.query(
    `select version_id, period::text as period, iso3, value::text as value from warehouse.observation
     where version_id = any ($1::integer[]) and period = any ($2::date[]) and value_status = 'observed'`,
    [versionIds.map(String), periods],
  );
  const found = new Map<number, Map<string, Map<string, number>>>();
  for (const { version_id: versionId, period, iso3, value } of rows) {
    const ofVersion = found.get(Number(versionId)) ?? new Map<string, Map<string, number>>();
    found.set(Number(versionId), ofVersion);
    const ofPeriod = ofVersion.get(String(period)) ?? new Map<string, number>();
    ofVersion.set(String(period), ofPeriod);
    ofPeriod.set(String(iso3), Number(value));
  }
  return found;
}

/** What a recomputation follows from: its name. */
export interface RecomputationKey {
  readonly scoreVersionId: number;
  readonly indexCode: RecomputedIndex;
  readonly inputsSha256: string;
}

export async function findRecomputation(
  session: Session,
  { scoreVersionId, indexCode, inputsSha256 }: RecomputationKey,
): Promise<number | undefined> {
  const { rows } = await session.query(
    `select recomputation_id as id from warehouse.recomputation
     where score_version_id = $1 and index_code = $2 and inputs_sha256 = $3`,
    [scoreVersionId, indexCode, inputsSha256],
  );
  return rows[0] === undefined ? undefined : Number(rows[0].id);
}

export interface RecomputationToStore {
  readonly edition: number;
  readonly status: string;
  readonly methodStatus: string;
  readonly reason: string;
  readonly inputs: readonly RecomputationInputSeries[];
  readonly coverage: readonly RecomputationCoverage[];
  readonly facts: readonly (RecomputationFact & {
    readonly error: string | null;
    readonly isCounted: boolean;
    readonly imputed: readonly string[];
  })[];
}

/** Stores one recomputation that is not there yet; returns its id. */
export async function storeRecomputation(
  session: Session,
  { scoreVersionId, indexCode, inputsSha256 }: RecomputationKey,
  { edition, status, methodStatus, reason, inputs, coverage, facts }: RecomputationToStore,
): Promise<number> {
  const { rows } = await session.query(
    `insert into warehouse.recomputation
       (score_version_id, edition, index_code, inputs_sha256, status, method_status, reason)
     values ($1, $2, $3, $4, $5, $6, $7) returning recomputation_id as id`,
    [scoreVersionId, edition, indexCode, inputsSha256, status, methodStatus, reason],
  );
  const id = Number(rows[0]?.id);
  await session.copyIn(
    'warehouse.recomputation_input',
    INPUT_COLUMNS,
    inputs.map(
      (one, at): CopyRow => [
        id,
        at + 1,
        one.component,
        one.indicatorCode,
        one.versionId,
        one.period,
        one.countryCount,
        one.note,
      ],
    ),
  );
  await session.copyIn(
    'warehouse.recomputation_coverage',
    COVERAGE_COLUMNS,
    coverage.map(
      (one): CopyRow => [
        id,
        one.treatment,
        one.observedCount,
        one.scoredCount,
        one.countedCount,
        ...[one.meanAbsolute, one.median, one.maximum].map(decimals),
        ...one.within,
        decimals(one.spearman),
      ],
    ),
  );
  await session.copyIn(
    'warehouse.recomputed_score',
    SCORE_COLUMNS,
    facts.map(
      (one): CopyRow => [
        id,
        one.treatment,
        one.iso3,
        one.published,
        one.recomputed,
        one.error,
        one.isObserved,
        one.isCounted,
        one.missing.join(', ') || null,
        one.imputed.join(', ') || null,
      ],
    ),
  );
  return id;
}

const decimals = (value: number | null): string | null => value?.toFixed(15) ?? null;

const INPUT_COLUMNS = [
  'recomputation_id',
  'position',
  'component',
  'indicator_code',
  'version_id',
  'period',
  'country_count',
  'note',
];
const COVERAGE_COLUMNS = [
  'recomputation_id',
  'treatment',
  'observed_count',
  'scored_count',
  'counted_count',
  'mean_absolute_error',
  'median_absolute_error',
  'maximum_absolute_error',
  'below_0001_count',
  'below_0005_count',
  'below_001_count',
  'below_01_count',
  'below_02_count',
  'spearman',
];
const SCORE_COLUMNS = [
  'recomputation_id',
  'treatment',
  'iso3',
  'score_published',
  'score_recomputed',
  'error',
  'is_observed',
  'is_counted',
  'missing_components',
  'imputed_components',
];

export interface RecomputationLink {
  readonly edition: number;
  readonly indexCode: RecomputedIndex;
  readonly recomputationId: number;
  /** Release that brought the newest of what it follows from. */
  readonly sinceReleaseNo: number;
}

/** Says which recomputations hold in a release, in place of what was said before. */
export async function linkRecomputations(
  session: Session,
  releaseNo: number,
  links: readonly RecomputationLink[],
  rulesSha256: string,
): Promise<void> {
  await session.query('delete from warehouse.release_recomputation where release_no = $1', [releaseNo]);
  await session.copyIn(
    'warehouse.release_recomputation',
    ['release_no', 'edition', 'index_code', 'recomputation_id', 'since_release_no', 'rules_sha256'],
    links.map(({ edition, indexCode, recomputationId, sinceReleaseNo }) => [
      releaseNo,
      edition,
      indexCode,
      recomputationId,
      sinceReleaseNo,
      rulesSha256,
    ]),
  );
}

/** Removes recomputations that hold in no release any more: those of rules that were replaced, of releases collected. */
export async function deleteUnlinkedRecomputations(session: Session): Promise<void> {
  await session.exec(
    `delete from warehouse.recomputation r
     where not exists (select from warehouse.release_recomputation l where l.recomputation_id = r.recomputation_id)`,
  );
}

/** They follow from what else is stored: whoever deletes them derives them anew. */
export async function deleteRecomputations(session: Session): Promise<void> {
  await session.exec('delete from warehouse.recomputation');
}

/** Editions of which two releases show different recomputations; all of the second where there is no first. */
export async function changedRecomputations(
  session: Session,
  before: number | null,
  after: number,
): Promise<string[]> {
  const { rows } = await session.query(
    `with own as (select * from warehouse.release_recomputation where release_no = $2),
          old as (select * from warehouse.release_recomputation where release_no = $1)
     select distinct edition::text as edition
     from own full join old using (edition, index_code)
     where (own.recomputation_id, own.since_release_no) is distinct from (old.recomputation_id, old.since_release_no)
     order by 1`,
    [before ?? 0, after],
  );
  return rows.map((row) => String(row.edition));
}
