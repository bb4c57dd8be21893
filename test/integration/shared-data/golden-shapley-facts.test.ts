/**
 * The splits that are stored against golden ones computed by other software. The golden data lies beside the project
 * and is not part of it, so this test says so where it is absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { attributeChanges } from '../../../src/analysis/change/change-attribution.ts';
import type { EditionScores } from '../../../src/model/change-attribution.ts';
import { toNumber } from '../../../src/model/rational.ts';

const golden = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  '..',
  'shared',
  'data',
  'golden',
  'composite',
  'egdi_real',
);
const absent = !existsSync(golden);
if (absent) console.warn('NOT COMPARED: ../shared/data/golden/composite/egdi_real is absent');

type Row = Readonly<Record<string, string>>;

const rowsOf = (file: string) =>
  parse(readFileSync(join(golden, file), 'utf8'), { columns: true, bom: true }) as Row[];

function readEdition(edition: number): EditionScores {
  const members = rowsOf(`egdi-${edition}.csv`).map((row) => ({
    iso3: row['country-code'] ?? '',
    rank: Number(row['e-gov-rank']),
    scores: {
      EGDI: Number(Number(row['e-gov-index']).toFixed(5)),
      // A few of these figures carry the tail of a binary float, which loading removes.
      OSI: Number(Number(row.osi).toFixed(5)),
      TII: Number(Number(row.tii).toFixed(5)),
      HCI: Number(Number(row.hci).toFixed(5)),
      EPI: null,
    },
  }));
  return { edition, members };
}

describe.skipIf(absent)(
  `splits of changes${absent ? ' — NOT COMPARED, ../shared/data is absent' : ''}`,
  () => {
    it('are the golden Shapley and linear parts of 2016 to 2018, with places up as positive', () => {
      const changes = new Map(
        attributeChanges(readEdition(2016), readEdition(2018)).map((change) => [change.iso3, change]),
      );
      const expected = rowsOf('shapley_2016_2018.csv');
      expect(expected.map(({ code }) => code).sort()).toEqual([...changes.keys()]);
      for (const row of expected) {
        const change = changes.get(row.code ?? '');
        const { rankParts, scoreParts, rankChange } = change ?? {};
        if (!rankParts || !scoreParts || rankChange === undefined)
          throw new Error(`${row.code} is not split`);
        // Ranks of the golden file are of unrounded means; those of the facts are published, with a residual.
        expect(rankChange - toNumber(rankParts.residual), row.code).toBe(0 - Number(row.rankChange));
        const near = (part: number, other: string | undefined) =>
          expect(part, row.code).toBeCloseTo(Number(other), 12);
        near(-toNumber(rankParts.ownOsi), row.phiOwn_osi);
        near(-toNumber(rankParts.ownTii), row.phiOwn_tii);
        near(-toNumber(rankParts.ownHci), row.phiOwn_hci);
        near(-toNumber(rankParts.others), row.phi_others);
        near(toNumber(scoreParts.ownOsi), row.lin_osi);
        near(toNumber(scoreParts.ownTii), row.lin_tii);
        near(toNumber(scoreParts.ownHci), row.lin_hci);
      }
    });
  },
);
