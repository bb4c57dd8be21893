/**
 * Stage 3, normalise: valid records of one file → what it says about each edition. Names become codes, rows of
 * non-members are excluded by declaration, printed zeros get their status, duplicates are merged or refused.
 */

import type { EditionMethod } from '../methodology/method.ts';
import type { DeclaredAnomaly, WrongCode } from '../model/declarations.ts';
import type { CountryFigures, EditionSource, Figure, SourceRef } from '../model/facts.ts';
import { type Issue, issue } from '../model/issue.ts';
import { compare } from '../model/rational.ts';
import { type QuarantinedRow, type StageCount, stageCount } from '../model/stage.ts';
import { type Edition, INDEX_CODES } from '../model/survey.ts';
import type { NameResolver } from '../reference/name-resolver.ts';
import type { ValidRecord } from '../sources/contract.ts';
import type { LayoutDeclaration } from '../sources/layout.ts';
import { cellAddress } from '../sources/records.ts';
import { type ResolveContext, resolveCountry, resolveFigures } from './normalise/figures.ts';

/** A declared edition as this stage needs it. */
export interface EditionMembers {
  readonly edition: Edition;
  readonly members: ReadonlySet<string>;
}

export interface NormaliseContext {
  readonly editions: ReadonlyMap<Edition, EditionMembers>;
  readonly methodOf: (edition: Edition) => EditionMethod | undefined;
  readonly names: NameResolver;
  readonly knownCodes: ReadonlySet<string>;
  readonly wrongCodes: readonly WrongCode[];
  readonly anomalies: readonly DeclaredAnomaly[];
}

export interface NormaliseInput {
  readonly source: SourceRef;
  readonly layout: LayoutDeclaration;
  readonly header: readonly (string | null)[];
  readonly records: readonly ValidRecord[];
  /** The edition that the file name or a parameter gives; null when neither does. */
  readonly namedEdition: { readonly edition: Edition; readonly by: 'file name' | 'parameter' } | null;
  /** Editions of which validation quarantined rows: these cannot be complete. */
  readonly damagedEditions: ReadonlySet<Edition>;
}

export interface NormalisedFile {
  readonly editions: readonly EditionSource[];
  /** Editions that this file cannot serve because of an error in it. */
  readonly refusedEditions: ReadonlySet<Edition>;
  readonly quarantined: readonly QuarantinedRow[];
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
  /** The same counts by edition, for the summary of a run. */
  readonly editionCounts: ReadonlyMap<Edition, StageCount>;
}

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
    } else if (mismatch && (input.namedEdition?.by === 'parameter' || !namesSeveral(input))) {
      refuseAll(
        issue(
          'edition-mismatch',
          `the ${input.namedEdition?.by} says ${input.namedEdition?.edition}, the rows say ${edition}`,
          {
            ...firstCell(records, 'edition'),
            edition,
            hint: 'rename the file, or load it with the right --edition',
          },
        ),
      );
    } else if (!declared) {
      refuseAll(
        issue('edition-unknown', `edition ${edition} is not declared (${records.length} rows)`, {
          ...firstCell(records, 'edition'),
          edition,
          hint: `declare it first: its members and, once known, its method; known: ${[...context.editions.keys()].join(', ')}`,
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

interface Held {
  readonly record: ValidRecord;
  readonly because: readonly Issue[];
}

function normaliseEdition(
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

/** Whether two rows say the same, whatever the print: `0.901` and `0.90100` do. */
export function sameFigures(a: CountryFigures, b: CountryFigures): boolean {
  if (a.egdiRank?.value !== b.egdiRank?.value) return false;
  return INDEX_CODES.every((indexCode) => sameFigure(a.figures[indexCode], b.figures[indexCode]));
}

function sameFigure(a: Figure | undefined, b: Figure | undefined): boolean {
  if (!a || !b) return a === b;
  if (a.status !== b.status) return false;
  return a.value === null || b.value === null ? a.value === b.value : compare(a.value, b.value) === 0;
}

/** Rows of later members stand in earlier editions with zeros, or blanks, and no rank: anything else is data. */
function hasFigures(record: ValidRecord): boolean {
  if (record.egdiRank && record.egdiRank.value !== null) return true;
  return Object.values(record.scores).some(({ value }) => value !== null && value.num !== 0n);
}

function isPrintedZero(figure: Figure): boolean {
  return figure.value?.num === 0n;
}

function firstCell(records: readonly ValidRecord[], field: 'edition' | 'name'): Pick<Issue, 'cell'> {
  const first = records[0]?.record;
  if (!first) return {};
  const cell = first.cells.get(field) ?? first.cells.get('iso3');
  return { cell: cellAddress(first, cell?.column) };
}
