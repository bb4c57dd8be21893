/**
 * Stage 3, normalise: valid records of one file → what it says about each edition. Names become codes, rows of
 * non-members are excluded by declaration, printed zeros get their status, duplicates are merged or refused.
 */

import type { EditionSource } from '../model/facts.ts';
import { type Issue, issue } from '../model/issue.ts';
import { type QuarantinedRow, type StageCount, stageCount } from '../model/stage.ts';
import type { Edition } from '../model/survey.ts';
import type { ValidRecord } from '../sources/contract.ts';
import { firstCell, normaliseEdition } from './normalise/edition-rows.ts';
import type { NormaliseContext, NormalisedFile, NormaliseInput } from './normalise/normalise-types.ts';

export type {
  EditionMembers,
  NormaliseContext,
  NormalisedFile,
  NormaliseInput,
} from './normalise/normalise-types.ts';

/** Normalises the records of one file. */
export function normalise(input: NormaliseInput, context: NormaliseContext): NormalisedFile {
  const issues: Issue[] = [];
  const quarantined: QuarantinedRow[] = [];
  const refused = new Set<Edition>(input.damagedEditions);
  const editions: EditionSource[] = [];
  const counts: StageCount[] = [];
  const editionCounts = new Map<Edition, StageCount>();

  const quarantine = (record: ValidRecord, edition: Edition | null, because: readonly Issue[]) => {
    quarantined.push({
      file: input.source.file,
      sha256: input.source.sha256,
      sheet: record.record.sheet,
      raw: record.record.raw,
      header: input.header,
      edition,
      isOneOfSeveral: input.layout.adapter === 'wide-panel',
      issues: because,
    });
    if (edition !== null) refused.add(edition);
  };

  for (const [edition, records] of groupByEdition(input)) {
    const count = { in: records.length, out: 0, quarantined: 0, excluded: 0, merged: 0 };
    const refuseAll = (found: Issue) => {
      issues.push(found);
      for (const record of records) quarantine(record, edition, [found]);
      count.quarantined += records.length;
    };
    const declared = edition === null ? undefined : context.editions.get(edition);
    const mismatch =
      edition !== null && input.namedEdition !== null && input.namedEdition.edition !== edition;
    if (edition === null) {
      refuseAll(
        issue('edition-missing', 'neither content, file name nor --edition names the edition', {
          hint: 'name the file like egdi-2018.csv, or pass --edition 2018',
        }),
      );
    } else if (mismatch && (input.namedEdition?.by === '--edition' || !namesSeveral(input))) {
      refuseAll(
        issue(
          'edition-mismatch',
          `${input.namedEdition?.by} says ${input.namedEdition?.edition}, the rows say ${edition}`,
          {
            ...firstCell(records, 'edition'),
            edition,
            hint:
              input.namedEdition?.by === '--edition'
                ? 'leave --edition out: the rows name their edition'
                : 'rename the file after the edition it holds',
          },
        ),
      );
    } else if (!declared) {
      refuseAll(
        issue('edition-unknown', `edition ${edition} is not declared (${records.length} rows)`, {
          ...firstCell(records, 'edition'),
          edition,
          hint: `declare it first (--declare, see the README); known: ${[...context.editions.keys()].join(', ')}`,
        }),
      );
    } else {
      const outcome = normaliseEdition(declared, records, input, context);
      issues.push(...outcome.issues);
      for (const held of outcome.quarantined) quarantine(held.record, edition, held.because);
      count.out += outcome.countries.size;
      count.quarantined += outcome.quarantined.length;
      count.excluded += outcome.excluded;
      count.merged += outcome.merged;
      if (!outcome.quarantined.length && !input.damagedEditions.has(edition)) {
        editions.push({
          edition,
          source: input.source,
          countries: outcome.countries,
          complete: [...declared.members].every((iso3) => outcome.countries.has(iso3)),
        });
      }
    }
    const counted = stageCount('normalise', 'records → country rows', count);
    counts.push(counted);
    if (edition !== null) editionCounts.set(edition, counted);
  }

  const located = issues.map((found) => ({ file: input.source.file, sha256: input.source.sha256, ...found }));
  return { editions, refusedEditions: refused, quarantined, issues: located, counts, editionCounts };
}

function groupByEdition(input: NormaliseInput): Map<Edition | null, ValidRecord[]> {
  const groups = new Map<Edition | null, ValidRecord[]>();
  for (const record of input.records) {
    const edition = record.edition ?? input.namedEdition?.edition ?? null;
    const group = groups.get(edition);
    if (group) group.push(record);
    else groups.set(edition, [record]);
  }
  return groups;
}

/** A file that holds several editions is not named after one of them. */
function namesSeveral(input: NormaliseInput): boolean {
  return new Set(input.records.map((record) => record.edition)).size > 1;
}
