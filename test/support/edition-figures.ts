/** Small editions for tests of questions about all their countries: as the published release would have them. */
import type { EditionFigures } from '../../src/model/edition-figures.ts';
import type { Edition } from '../../src/model/survey.ts';

/** ISO3, OSI, TII, HCI, then EGDI and rank, both null where it is not assessed. */
export type FigureRow = readonly [
  iso3: string,
  osi: number | null,
  tii: number | null,
  hci: number | null,
  egdi: number | null,
  rank: number | null,
];

export function editionFigures(edition: Edition, rows: readonly FigureRow[]): EditionFigures {
  const members = rows.map(([iso3, OSI, TII, HCI, EGDI, rank]) => ({
    iso3,
    name: `Country ${iso3}`,
    scores: { EGDI, OSI, TII, HCI, EPI: OSI },
    recomputed: EGDI,
    rank,
    groups: [],
  }));
  return { edition, releaseNo: 1, members: members.sort((a, b) => (a.iso3 < b.iso3 ? -1 : 1)) };
}
