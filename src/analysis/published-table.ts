/** The published sub-indices of an edition as a table of the engine: one row for each member that is assessed. */
import { ComputationRefused } from '../composite/refusal.ts';
import type { IndicatorTable } from '../composite/table.ts';
import type { EditionMethod } from '../methodology/method.ts';
import type { EditionFigures, MemberFigures } from '../model/edition-figures.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../model/survey.ts';

export interface PublishedTable {
  /** The units, in the same order. */
  readonly members: readonly MemberFigures[];
  /** ISO3 codes of members without an EGDI: they take no part. */
  readonly notAssessed: readonly string[];
  readonly table: IndicatorTable;
  /** Units whose missing value counts as zero by the edition's rule. */
  readonly filled: ReadonlyMap<SubIndexCode, readonly number[]>;
}

/**
 * @throws ComputationRefused `value-missing` where an assessed member lacks a sub-index that the edition's rule does
 * not count as zero
 */
export function publishedTable(figures: EditionFigures, method: EditionMethod): PublishedTable {
  const members = figures.members.filter(({ scores }) => scores.EGDI !== null);
  const filled = new Map<SubIndexCode, number[]>();
  const columns = new Map<string, Float64Array>();
  for (const code of SUB_INDEX_CODES) {
    const gaps: number[] = [];
    columns.set(
      code,
      Float64Array.from(members, ({ iso3, scores }, unit) => {
        const score = scores[code];
        if (score !== null) return score;
        if (!method.egdi.missingCountsAsZero.value) {
          const message = `${iso3} has an EGDI in ${figures.edition}, but no ${code}`;
          throw new ComputationRefused('value-missing', code, message);
        }
        gaps.push(unit);
        return 0;
      }),
    );
    filled.set(code, gaps);
  }
  return {
    members,
    notAssessed: figures.members.flatMap(({ iso3, scores }) => (scores.EGDI === null ? [iso3] : [])),
    table: { units: members.map(({ iso3 }) => iso3), columns },
    filled,
  };
}
