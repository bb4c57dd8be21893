/** The rows of one edition in one file → its countries, with duplicates merged and contradictions held back. */
import { type CountryFigures, type Figure, isSameFigure } from '../../model/facts.ts';
import { type Issue, issue } from '../../model/issue.ts';
import { INDEX_CODES } from '../../model/survey.ts';
import type { ValidRecord } from '../../sources/contract.ts';
import { cellAddress } from '../../sources/records.ts';
import { type ResolveContext, resolveCountry, resolveFigures } from './figures.ts';
import type { EditionMembers, NormaliseContext, NormaliseInput } from './normalise-types.ts';

export interface Held {
  readonly record: ValidRecord;
  readonly because: readonly Issue[];
}

/** Resolves, excludes, merges and holds back the rows of one edition. */
export function normaliseEdition(
  declared: EditionMembers,
  records: readonly ValidRecord[],
  input: NormaliseInput,
  context: NormaliseContext,
) {
  const { edition, members } = declared;
  const method = context.methodOf(edition);
  const resolveContext: ResolveContext = {
    layout: input.layout,
    names: context.names,
    knownCodes: context.knownCodes,
    wrongCodes: context.wrongCodes,
    anomalies: context.anomalies,
    method,
    memberCount: members.size,
  };
  const issues: Issue[] = [];
  const quarantined: Held[] = [];
  const rowsOf = new Map<string, { record: ValidRecord; figures: CountryFigures }[]>();
  let excluded = 0;
  let zeros = 0;

  for (const record of records) {
    const country = resolveCountry(record, edition, resolveContext);
    const placed = country.issues.map((found) => ({ ...found, edition }));
    issues.push(...placed);
    if (country.value === null) {
      quarantined.push({ record, because: placed.filter((found) => found.severity === 'error') });
      continue;
    }
    const iso3 = country.value;
    if (!members.has(iso3)) {
      const place = { ...firstCell([record], 'name'), iso3, edition };
      if (hasFigures(record)) {
        const found = issue(
          'non-member-with-figures',
          `${iso3} was no member in ${edition}, and has figures`,
          place,
        );
        issues.push(found);
        quarantined.push({ record, because: [found] });
        continue;
      }
      excluded += 1;
      issues.push(
        issue('not-a-member', `${iso3} was no member in ${edition}; its empty row is no data`, place),
      );
      continue;
    }
    const resolved = resolveFigures(record, iso3, edition, resolveContext);
    issues.push(...resolved.issues);
    if (resolved.value === null) {
      quarantined.push({ record, because: resolved.issues.filter((found) => found.severity === 'error') });
      continue;
    }
    if (!method) zeros += Object.values(resolved.value.figures).filter(isPrintedZero).length;
    const rows = rowsOf.get(iso3);
    if (rows) rows.push({ record, figures: resolved.value });
    else rowsOf.set(iso3, [{ record, figures: resolved.value }]);
  }
  if (zeros > 0) {
    issues.push(
      issue('zero-rule-unknown', `${zeros} printed zeros of edition ${edition} are kept as observed zeros`, {
        edition,
      }),
    );
  }

  const countries = new Map<string, CountryFigures>();
  let merged = 0;
  for (const [iso3, rows] of rowsOf) {
    const [first, ...others] = rows;
    if (!first) continue;
    const differing = others.find((other) => !sameFigures(first.figures, other.figures));
    if (differing) {
      const conflict = issue('row-conflict', `${iso3} stands twice with different figures`, {
        ...firstCell([differing.record], 'name'),
        iso3,
        edition,
        hint: `the other row is ${first.record.record.row}`,
      });
      issues.push(conflict);
      for (const row of rows) quarantined.push({ record: row.record, because: [conflict] });
      continue;
    }
    for (const other of others) {
      issues.push(
        issue('row-duplicate', `${iso3} stands twice with equal figures`, {
          ...firstCell([other.record], 'name'),
          iso3,
          edition,
        }),
      );
    }
    merged += others.length;
    countries.set(iso3, first.figures);
  }
  return { issues, quarantined, countries, excluded, merged };
}

/** Whether two rows say the same, whatever the print: `0.901` and `0.90100` do. */
export function sameFigures(a: CountryFigures, b: CountryFigures): boolean {
  if (a.egdiRank?.value !== b.egdiRank?.value) return false;
  return INDEX_CODES.every((indexCode) => isSameFigure(a.figures[indexCode], b.figures[indexCode]));
}

/** Rows of later members stand in earlier editions with zeros, or blanks, and no rank: anything else is data. */
function hasFigures(record: ValidRecord): boolean {
  if (record.egdiRank && record.egdiRank.value !== null) return true;
  return Object.values(record.scores).some(({ value }) => value !== null && value.num !== 0n);
}

function isPrintedZero(figure: Figure): boolean {
  return figure.value?.num === 0n;
}

/** The cell of a field of the first record, or of its country where it lacks the field. */
export function firstCell(records: readonly ValidRecord[], field: 'edition' | 'name'): Pick<Issue, 'cell'> {
  const first = records[0]?.record;
  if (!first) return {};
  const cell = first.cells.get(field) ?? first.cells.get('iso3');
  return { cell: cellAddress(first, cell?.column) };
}
