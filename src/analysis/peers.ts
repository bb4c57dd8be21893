/** A country among its peers in an edition: a group, countries that are named, or those nearest by profile. */
import { nearestUnits, type ProfileDistance, placeAmongPeers } from '../composite/peers.ts';
import { ComputationRefused } from '../composite/refusal.ts';
import type { EditionFigures, MemberFigures } from '../model/edition-figures.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import { type Edition, type IndexCode, SUB_INDEX_CODES } from '../model/survey.ts';

export type PeerChoice =
  | {
      readonly kind: 'group';
      readonly groupCode: string;
      readonly groupName: string;
      readonly isRecalled: boolean;
    }
  | { readonly kind: 'countries'; readonly iso3: readonly string[] }
  | { readonly kind: 'nearest'; readonly count: number; readonly distance: ProfileDistance };

export interface PeerRequest {
  readonly iso3: string;
  readonly indexCode: IndexCode;
  readonly peers: PeerChoice;
}

export interface Peers {
  readonly edition: Edition;
  readonly releaseNo: number;
  readonly country: { readonly iso3: string; readonly name: string };
  readonly indexCode: IndexCode;
  readonly peers: PeerChoice;
  /** False: the country is compared with a group that it is not in. */
  readonly isMember: boolean;
  /** The country and its peers, best first; those without a value last. */
  readonly members: readonly PeerRow[];
  readonly place: Place;
  /** The country's other indices among the same peers; a sub-index is ahead of the median or behind it. */
  readonly profile: readonly ProfileLine[];
}

export interface PeerRow {
  readonly iso3: string;
  readonly name: string;
  /** As published; null: not available or not assessed. */
  readonly score: number | null;
  /** Of the EGDI as printed, of other indices the competition rank of the published scores. */
  readonly rank: number | null;
  readonly rankWithin: number | null;
  /** The country's score minus this one's: positive, the country is ahead. */
  readonly gap: number | null;
  /** In standard deviations; null: peers were not chosen by profile. */
  readonly distance: number | null;
}

export interface Place {
  readonly score: number | null;
  readonly rank: number | null;
  readonly rankWithin: number | null;
  /** How many of the peers, the country included, have a score. */
  readonly of: number;
  /** Median of the peers, the country left out. */
  readonly median: number | null;
  /** The country minus the median: positive is ahead. */
  readonly gapToMedian: number | null;
  readonly best: { readonly iso3: string; readonly name: string; readonly score: number } | null;
  readonly gapToBest: number | null;
}

export interface ProfileLine extends Place {
  readonly indexCode: IndexCode;
  /** Against the median of the peers; null: no value to compare. */
  readonly standing: 'strength' | 'weakness' | 'level' | null;
}

/**
 * @throws EgdiError `not-a-member`, `not-assessed`, `no-peers` (exit 2)
 * @throws ComputationRefused as `nearestUnits`
 */
export function comparePeers(figures: EditionFigures, { iso3, indexCode, peers }: PeerRequest): Peers {
  const { members, edition, releaseNo } = figures;
  const unit = members.findIndex((member) => member.iso3 === iso3);
  const country = members[unit];
  if (country === undefined) {
    throw refused('not-a-member', `${iso3} was no member of the Survey in ${edition}`);
  }
  if (country.scores[indexCode] === null) {
    throw refused(
      'not-assessed',
      `${country.name} (${iso3}) has no ${indexCode} in ${edition}: there is no place to tell`,
      `why: egdi explain ${iso3} ${edition} ${indexCode}`,
    );
  }
  const chosen = peersOf(figures, unit, country, peers);
  const others = chosen.map(({ unit: row }) => row).filter((row) => row !== unit);
  const isAlone = others.every((row) => members[row]?.scores[indexCode] == null);
  if (isAlone) {
    throw refused(
      'no-peers',
      others.length === 0 && peers.kind === 'countries'
        ? `there is no peer of ${country.name} in ${edition} besides itself`
        : `no peer of ${country.name} has an ${indexCode} in ${edition}`,
      peers.kind === 'group' ? `members of ${peers.groupCode} then: ${others.length}` : undefined,
    );
  }
  const columns = {
    ranks: ranksOf(members, indexCode),
    distances: new Map(chosen.map((one) => [one.unit, one.distance])),
  };
  const rows = [unit, ...others].map(
    (row): PeerRow => peerRow(figures, row, unit, indexCode, columns, [unit, ...others]),
  );
  return {
    edition,
    releaseNo,
    country: { iso3, name: country.name },
    indexCode,
    peers,
    isMember: peers.kind !== 'group' || country.groups.includes(peers.groupCode),
    members: rows.toSorted(
      (a, b) => (a.rankWithin ?? 1e9) - (b.rankWithin ?? 1e9) || (a.iso3 < b.iso3 ? -1 : 1),
    ),
    place: placeOf(figures, unit, others, indexCode),
    profile: profileCodes(indexCode).map((code) => {
      const place = placeOf(figures, unit, others, code);
      return { indexCode: code, ...place, standing: standingOf(place.gapToMedian) };
    }),
  };
}

interface ChosenPeer {
  readonly unit: number;
  readonly distance: number | null;
}

function peersOf(
  { members, edition }: EditionFigures,
  unit: number,
  { name }: MemberFigures,
  peers: PeerChoice,
): ChosenPeer[] {
  if (peers.kind === 'nearest') {
    if (members[unit]?.scores.EGDI === null) {
      throw refused(
        'not-assessed',
        `${name} was not assessed in ${edition}: a profile is that of an assessed country`,
      );
    }
    const columns = SUB_INDEX_CODES.map((code) =>
      // A member that the edition does not assess is nobody's peer.
      Float64Array.from(members, ({ scores }) =>
        scores.EGDI === null ? Number.NaN : (scores[code] ?? Number.NaN),
      ),
    );
    if (columns.some((column) => Number.isNaN(column[unit]))) {
      throw new ComputationRefused(
        'value-missing',
        name,
        `a sub-index is not available in ${edition}, so there is no profile to be near to`,
        'name the peers: --group or --countries',
      );
    }
    return nearestUnits(columns, unit, peers.count, peers.distance);
  }
  if (peers.kind === 'group') {
    return members.flatMap(({ groups }, row) =>
      groups.includes(peers.groupCode) ? [{ unit: row, distance: null }] : [],
    );
  }
  return peers.iso3.map((iso3) => {
    const row = members.findIndex((member) => member.iso3 === iso3);
    if (row === -1) throw refused('not-a-member', `${iso3} was no member of the Survey in ${edition}`);
    return { unit: row, distance: null };
  });
}

function peerRow(
  { members }: EditionFigures,
  row: number,
  unit: number,
  code: IndexCode,
  {
    ranks,
    distances,
  }: { readonly ranks: readonly (number | null)[]; readonly distances: ReadonlyMap<number, number | null> },
  all: readonly number[],
): PeerRow {
  const member = memberAt(members, row);
  const score = member.scores[code];
  const own = memberAt(members, unit).scores[code];
  return {
    iso3: member.iso3,
    name: member.name,
    score,
    rank: ranks[row] ?? null,
    rankWithin: rankWithin(ranks, row, all),
    gap: score === null || own === null ? null : difference(own, score),
    distance: distances.get(row) ?? null,
  };
}

function placeOf(
  { members }: EditionFigures,
  unit: number,
  others: readonly number[],
  code: IndexCode,
): Place {
  const ranks = ranksOf(members, code);
  const values = Float64Array.from(members, ({ scores }) => scores[code] ?? Number.NaN);
  const place = placeAmongPeers(values, unit, others);
  const best = place.best === null ? undefined : memberAt(members, place.best);
  const score = memberAt(members, unit).scores[code];
  return {
    score,
    rank: ranks[unit] ?? null,
    rankWithin: rankWithin(ranks, unit, [unit, ...others]),
    of: place.of,
    median: orNull(place.median),
    gapToMedian: orNull(place.gapToMedian),
    best:
      best === undefined
        ? null
        : { iso3: best.iso3, name: best.name, score: best.scores[code] ?? Number.NaN },
    gapToBest: orNull(place.gapToBest),
  };
}

/** Of the EGDI as printed (in 2020 some equal scores have different ranks), else by competition on published scores. */
function ranksOf(members: readonly MemberFigures[], code: IndexCode): (number | null)[] {
  if (code === 'EGDI') return members.map(({ rank }) => rank);
  const scores = members.map(({ scores }) => scores[code]);
  return scores.map((score) =>
    score === null ? null : 1 + scores.filter((other) => other !== null && other > score).length,
  );
}

function rankWithin(ranks: readonly (number | null)[], row: number, all: readonly number[]): number | null {
  const own = ranks[row] ?? null;
  if (own === null) return null;
  return 1 + all.filter((other) => (ranks[other] ?? Number.POSITIVE_INFINITY) < own).length;
}

/** The other indices; of the EGDI its sub-indices first. */
function profileCodes(indexCode: IndexCode): IndexCode[] {
  return (['EGDI', ...SUB_INDEX_CODES, 'EPI'] as const).filter((code) => code !== indexCode);
}

function standingOf(gap: number | null): ProfileLine['standing'] {
  if (gap === null) return null;
  return gap > 0 ? 'strength' : gap < 0 ? 'weakness' : 'level';
}

/** Of printed scores: what is left of binary fractions is taken away. */
function difference(a: number, b: number): number {
  return Number((a - b).toFixed(10));
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : Number(value.toFixed(10));
}

function memberAt(members: readonly MemberFigures[], row: number): MemberFigures {
  const member = members[row];
  if (member === undefined) throw new RangeError(`there is no member ${row}`);
  return member;
}

function refused(code: string, message: string, hint?: string): EgdiError {
  return new EgdiError(code, message, { exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
}
