/** Small editions to ask questions about: scores as printed, ranks as published. */
import type { EditionFigures, MemberFigures } from '../../../src/model/edition-figures.ts';

/** ISO3, OSI, TII, HCI, printed EGDI, printed rank; null: not available or not assessed. */
export type MemberRow = readonly [
  iso3: string,
  osi: number | null,
  tii: number | null,
  hci: number | null,
  egdi: number | null,
  rank: number | null,
  groups?: readonly string[],
];

export function editionFigures(edition: number, rows: readonly MemberRow[]): EditionFigures {
  const members = rows.map(
    ([iso3, OSI, TII, HCI, EGDI, rank, groups = ['WORLD']]): MemberFigures => ({
      iso3,
      name: `Name of ${iso3}`,
      scores: { EGDI, OSI, TII, HCI, EPI: OSI },
      recomputed: EGDI,
      rank,
      groups,
    }),
  );
  return { edition, releaseNo: 1, members: members.toSorted((a, b) => (a.iso3 < b.iso3 ? -1 : 1)) };
}
