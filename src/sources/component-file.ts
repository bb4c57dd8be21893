/**
 * The file of raw components that a person brings for a computation: `edition,iso3,component,value`, one row a value,
 * an empty value where there is none. Every finding is collected with its cell; nothing is guessed: an unknown code
 * or component refuses the file.
 */
import { z } from 'zod';
import { componentsOf } from '../methodology/nodes.ts';
import { METHODS } from '../methodology/registry.ts';
import type { ComponentValue } from '../model/component-value.ts';
import { parseDecimal } from '../model/decimal.ts';
import { createFindingList, DEFAULT_FINDING_LIMITS, type FindingList } from '../model/finding-list.ts';
import { type Issue, type IssueCode, issue, ReadFault } from '../model/issue.ts';
import type { LocatedDocument, LocatedRow } from '../model/located.ts';
import { toNumber } from '../model/rational.ts';
import { COUNTRIES, isMemberOn } from '../reference/countries.ts';
import { referenceDateOf } from '../reference/editions.ts';
import { nearestName } from '../runtime/nearest-name.ts';
import { headerColumns } from './header-columns.ts';

/** In this order or another one. */
export const COMPONENT_COLUMNS = ['edition', 'iso3', 'component', 'value'] as const;
type Column = (typeof COMPONENT_COLUMNS)[number];
/** Where a value is from, for whoever reads the file; not used. */
const PROVENANCE_COLUMNS = ['data_year', 'source'];

/** All components of all editions are 193 × 14 × 12 values. */
const MOST_ROWS = 200_000;
const LONGEST_VALUE = 40;

export interface ComponentFile {
  /** Empty where a finding is an error: a file is taken whole or not at all. */
  readonly values: readonly ComponentValue[];
  readonly issues: readonly Issue[];
}

const EDITIONS = new Set(METHODS.map(({ edition }) => String(edition)));
const COMPONENT_IDS = new Set(
  METHODS.flatMap(({ indices }) => Object.values(indices).flatMap(componentsOf)).map(({ code }) => code),
);
const COUNTRY_BY_CODE = new Map(COUNTRIES.map((country) => [country.iso3, country]));

/** What each column may hold. */
const CONTRACT: Readonly<Record<Column, z.ZodType>> = {
  edition: textThat(
    (text) => EDITIONS.has(text),
    'edition-unknown',
    (text) => `“${text}” is no edition whose method is declared`,
  ),
  iso3: textThat(
    (text) => COUNTRY_BY_CODE.has(text),
    'code-unknown',
    (text) => `“${text}” is no ISO 3166-1 alpha-3 code of a member state`,
  ),
  component: textThat(
    (text) => COMPONENT_IDS.has(text),
    'indicator-unknown',
    (text) => {
      const near = nearestName(text, COMPONENT_IDS);
      return `“${text}” is no component of any edition${near === undefined ? '' : `; did you mean ${near}?`}`;
    },
  ),
  value: textThat(
    (text) => text === '' || numberOf(text) !== null,
    'value-not-a-number',
    (text) => `“${text}” is no number with a decimal point; a value that is not available is left empty`,
  ),
};

/**
 * Reads the values of the first sheet. Findings never throw; a file that turns out to be broken further down does.
 * @throws ReadFault of the readers
 */
export async function readComponentFile(document: LocatedDocument, path: string): Promise<ComponentFile> {
  const sheet = document.sheets[0];
  const findings = createFindingList(
    { file: path, sha256: '', sheet: sheet?.name ?? null },
    () => [],
    DEFAULT_FINDING_LIMITS,
  );
  const values = new Map<string, ComponentValue>();
  let at: ReadonlyMap<Column, number> | undefined;
  let rows = 0;
  for await (const row of sheet?.rows ?? []) {
    if (at === undefined) {
      at = headerColumns(row, findings, COMPONENT_COLUMNS, PROVENANCE_COLUMNS);
      if (at === undefined) break;
      continue;
    }
    rows += 1;
    if (rows > MOST_ROWS) {
      throw new ReadFault(issue('file-too-large', `more than ${MOST_ROWS} rows`, { file: path }));
    }
    const read = readRow(row, at, findings);
    if (read !== undefined) keep(values, read, row, findings);
  }
  const issues = findings.issues();
  return { values: findings.hasErrors() ? [] : [...values.values()], issues };
}

function readRow(
  { row, cells }: LocatedRow,
  at: ReadonlyMap<Column, number>,
  findings: FindingList,
): ComponentValue | undefined {
  const textOf = (column: Column): string => cells[at.get(column) ?? -1]?.trim() ?? '';
  let isWhole = true;
  const complain = (code: IssueCode, message: string, column: Column): void => {
    isWhole = false;
    findings.add(issue(code, `${column}: ${message}`, { cell: { row, column: (at.get(column) ?? 0) + 1 } }));
  };
  for (const column of COMPONENT_COLUMNS) {
    const text = textOf(column);
    if (text === '' && column !== 'value') {
      complain('cell-missing', 'the cell is empty', column);
      continue;
    }
    const [problem] = CONTRACT[column].safeParse(text).error?.issues ?? [];
    if (problem?.code === 'custom') complain(problem.params?.issue as IssueCode, problem.message, column);
  }
  if (!isWhole) return undefined;
  const edition = Number(textOf('edition'));
  const country = COUNTRY_BY_CODE.get(textOf('iso3'));
  if (country !== undefined && !isMemberOn(country, referenceDateOf(edition))) {
    const cell = { row, column: (at.get('iso3') ?? 0) + 1 };
    findings.add(issue('not-a-member', `${country.iso3} was no member of the edition ${edition}`, { cell }));
    return undefined;
  }
  return {
    edition,
    iso3: textOf('iso3'),
    component: textOf('component'),
    value: numberOf(textOf('value')),
  };
}

/** Null for what is no number, or one beyond floating point. */
function numberOf(text: string): number | null {
  const decimal = text.length <= LONGEST_VALUE ? parseDecimal(text) : undefined;
  const value = decimal === undefined ? Number.NaN : toNumber(decimal.value);
  return Number.isFinite(value) ? value : null;
}

function keep(
  values: Map<string, ComponentValue>,
  read: ComponentValue,
  { row }: LocatedRow,
  findings: FindingList,
): void {
  const key = `${read.edition} ${read.iso3} ${read.component}`;
  const before = values.get(key);
  if (before === undefined) values.set(key, read);
  else if (before.value === read.value) {
    findings.add(issue('row-duplicate', `${key} is there twice, with one value`, { cell: { row } }));
  } else {
    const both = `${before.value ?? 'none'} and ${read.value ?? 'none'}`;
    findings.add(issue('row-conflict', `${key} has two values: ${both}`, { cell: { row } }));
  }
}

function textThat(
  holds: (text: string) => boolean,
  code: IssueCode,
  message: (text: string) => string,
): z.ZodType {
  return z.string().check(({ value, issues }) => {
    if (holds(value)) return;
    const shown = value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
    issues.push({ code: 'custom', message: message(shown), params: { issue: code }, input: value });
  });
}
