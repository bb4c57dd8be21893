/**
 * The zod contract of a survey record: what each cell may hold before anything is made of it. Every finding
 * is collected, with its cell; a row with an error goes to quarantine whole.
 */
import { z } from 'zod';
import type { CellAddress } from '../model/cell.ts';
import { parseDecimal, withoutFloatNoise } from '../model/decimal.ts';
import { type Issue, type IssueCode, issue } from '../model/issue.ts';
import type { ReleasedCell } from '../model/quarantine.ts';
import { compare, isInteger, type Rational, rational } from '../model/rational.ts';
import { INDEX_CODES, type IndexCode } from '../model/survey.ts';
import type { LayoutDeclaration, SurveyField } from './layout.ts';
import { cellAddress, type RecordCell, type SurveyRecord } from './records.ts';

/** The Survey never published more decimals; longer ones are float noise or another table. */
export const MAX_SCORE_DECIMALS = 5;
/** Above 1 and up to here a figure may be a declared anomaly; normalise decides. */
const ANOMALY_LIMIT = rational(2);
const HUNDRED = rational(100);
/** More states than there are; the edition's own number of members is checked when it is known. */
const MAX_RANK = 250;

export interface ScoreCell {
  /** Null where the cell is blank. */
  readonly value: Rational | null;
  readonly text: string | null;
  readonly column: number;
  readonly released?: ReleasedCell;
}

export interface RankCell {
  readonly value: number | null;
  readonly text: string | null;
  readonly column: number;
  readonly released?: ReleasedCell;
}

export interface ValidRecord {
  readonly record: SurveyRecord;
  /** Null where the layout has no edition column. */
  readonly edition: number | null;
  readonly name: string | null;
  readonly iso3: string | null;
  /** Undefined where the layout has no ranks. */
  readonly egdiRank: RankCell | undefined;
  readonly scores: Partial<Readonly<Record<IndexCode, ScoreCell>>>;
}

type Complain = (code: IssueCode, message: string) => void;
type Check = (text: string, complain: Complain) => void;

const checkScore: Check = (text, complain) => {
  const decimal = parseDecimal(text);
  if (!decimal) {
    if (/^[+-]?\d+,\d+$/.test(text)) complain('score-decimal-comma', `“${text}” has a decimal comma`);
    else complain('score-not-a-number', `“${text}” is not a number`);
    return;
  }
  const { value } = decimal;
  if (value.num < 0n) complain('score-out-of-range', `${text} is below 0`);
  else if (compare(value, HUNDRED) > 0) complain('score-out-of-range', `${text} is above 1`);
  else if (compare(value, ANOMALY_LIMIT) > 0) {
    complain('score-wrong-scale', `${text} looks like a score of 0 to 100`);
  } else if (decimal.printedDecimals > MAX_SCORE_DECIMALS && !withoutFloatNoise(value, MAX_SCORE_DECIMALS)) {
    complain('score-excess-decimals', `${text} has more than ${MAX_SCORE_DECIMALS} decimals`);
  }
};

const checkRank: Check = (text, complain) => {
  const decimal = parseDecimal(text);
  if (!decimal || !isInteger(decimal.value)) {
    complain('rank-not-an-integer', `“${text}” is not a whole number`);
  } else if (Number(text) < 1 || Number(text) > MAX_RANK) complain('rank-out-of-range', `rank ${text}`);
};

const checkEdition: Check = (text, complain) => {
  if (!/^(?:19|20)\d{2}(?:\.0+)?$/.test(text))
    complain('edition-not-a-number', `“${text}” is not an edition`);
};

const checkIso3: Check = (text, complain) => {
  if (!/^[A-Z]{3}$/.test(text)) complain('code-unknown', `“${text}” is not an alpha-3 country code`);
};

/** What the text of each field must keep; a name is looked up, not checked. */
const CHECKS: Readonly<Record<SurveyField, Check | null>> = {
  edition: checkEdition,
  name: null,
  iso3: checkIso3,
  egdiRank: checkRank,
  EGDI: checkScore,
  OSI: checkScore,
  TII: checkScore,
  HCI: checkScore,
  EPI: checkScore,
};

export type ContractResult =
  | { readonly valid: ValidRecord; readonly issues: readonly Issue[] }
  | { readonly valid: null; readonly issues: readonly Issue[] };

export type RecordContract = (record: SurveyRecord) => ContractResult;

/** The contract of a layout: its fields and no others, blank where the layout allows it. */
export function recordContract(layout: LayoutDeclaration): RecordContract {
  const isWide = layout.adapter === 'wide-panel';
  const fields: readonly SurveyField[] = isWide
    ? ['edition', 'iso3', ...INDEX_CODES]
    : ([...Object.keys(layout.columns), ...Object.keys(layout.optionalColumns)] as SurveyField[]);
  const required = requiredFields(layout);
  const checked = fields.flatMap((field): [SurveyField, Check][] => {
    const check = CHECKS[field];
    return check ? [[field, check]] : [];
  });
  // One check for the record, not one for each cell: ten thousand records pass here.
  const shape = Object.fromEntries(fields.map((field) => [field, z.string().nullable().optional()]));
  const schema = z.strictObject(shape).check(({ value, issues }) => {
    for (const [field, check] of checked) {
      const text = value[field];
      if (text == null) continue;
      check(text, (code, message) =>
        issues.push({ code: 'custom', path: [field], message, params: { issue: code }, input: text }),
      );
    }
  });
  return (record) => checkRecord(record, isWide, required, schema);
}

function checkRecord(
  record: SurveyRecord,
  isWide: boolean,
  required: readonly SurveyField[],
  schema: z.ZodType,
): ContractResult {
  const issues: Issue[] = [];
  const at: PlaceOf = (found) => ({ cell: cellAddress(record, found?.column) });
  const texts: Texts = {};
  for (const [field, found] of record.cells) {
    const flagged = flagIssue(field, found);
    if (flagged) issues.push(issue(flagged.code, flagged.message, at(found)));
    texts[field] = trimmed(found.text);
  }
  if (issues.length > 0) return { valid: null, issues };
  if (isWide && !INDEX_CODES.some((code) => record.cells.has(code))) {
    return {
      valid: null,
      issues: [issue('layout-unknown', 'the indicator of this row is not declared', at(undefined))],
    };
  }
  for (const field of required) {
    if (texts[field] == null)
      issues.push(issue('cell-missing', `${field} is empty`, at(record.cells.get(field))));
  }
  const parsed = schema.safeParse(texts);
  for (const problem of parsed.error?.issues ?? []) {
    const field = problem.path[0] as SurveyField;
    const code = problem.code === 'custom' ? (problem.params?.issue as IssueCode) : 'score-not-a-number';
    issues.push(
      issue(code, `${field}: ${problem.message}`, { ...at(record.cells.get(field)), ...indexOf(field) }),
    );
  }
  if (issues.length > 0) return { valid: null, issues };
  return { valid: readRecord(record, texts, issues, at), issues };
}

type Texts = Partial<Record<SurveyField, string | null>>;
type PlaceOf = (cell: RecordCell | undefined) => { cell: CellAddress };

function readRecord(record: SurveyRecord, texts: Texts, issues: Issue[], at: PlaceOf): ValidRecord {
  const scores: Partial<Record<IndexCode, ScoreCell>> = {};
  for (const indexCode of INDEX_CODES) {
    const found = record.cells.get(indexCode);
    if (!found) continue;
    const text = texts[indexCode] ?? null;
    const decimal = text === null ? undefined : parseDecimal(text);
    if (decimal && decimal.printedDecimals > MAX_SCORE_DECIMALS) {
      const clean = withoutFloatNoise(decimal.value, MAX_SCORE_DECIMALS) ?? decimal.value;
      if (compare(clean, decimal.value) !== 0) {
        issues.push(
          issue(
            'score-float-noise',
            `${indexCode}: ${text} is a binary float; its tail is removed`,
            at(found),
          ),
        );
      }
      scores[indexCode] = { value: clean, text: found.text, column: found.column, ...releaseOf(found) };
    } else {
      scores[indexCode] = {
        value: decimal?.value ?? null,
        text: text === null ? null : found.text,
        column: found.column,
        ...releaseOf(found),
      };
    }
  }
  const rank = record.cells.get('egdiRank');
  const edition = texts.edition ?? null;
  return {
    record,
    edition: edition === null ? null : Number(edition),
    name: texts.name ?? null,
    iso3: texts.iso3 ?? null,
    egdiRank: rank && {
      value: texts.egdiRank == null ? null : Number(texts.egdiRank),
      text: texts.egdiRank == null ? null : rank.text,
      column: rank.column,
      ...releaseOf(rank),
    },
    scores,
  };
}

function releaseOf({ released }: RecordCell): { released?: ReleasedCell } {
  return released === undefined ? {} : { released };
}

function requiredFields(layout: LayoutDeclaration): SurveyField[] {
  if (layout.adapter === 'wide-panel') return ['iso3'];
  const fields: SurveyField[] = [layout.keyedBy];
  if (layout.editionFrom === 'column') fields.push('edition');
  return fields;
}

function flagIssue(field: SurveyField, found: RecordCell): { code: IssueCode; message: string } | undefined {
  if (found.flag === 'formula-without-value') {
    return { code: 'formula-without-value', message: `${field}: a formula without a stored result` };
  }
  if (found.flag === 'error-value') {
    return { code: 'cell-error-value', message: `${field}: the error value ${found.text ?? ''}` };
  }
  if (found.flag === 'date' || found.flag === 'boolean') {
    return { code: 'cell-unexpected-type', message: `${field}: a ${found.flag} value` };
  }
  if (found.text !== null && /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!)$/.test(found.text.trim())) {
    return { code: 'cell-error-value', message: `${field}: the error value ${found.text.trim()}` };
  }
  return undefined;
}

function indexOf(field: SurveyField): { indexCode?: string } {
  return (INDEX_CODES as readonly string[]).includes(field) ? { indexCode: field } : {};
}

function trimmed(text: string | null): string | null {
  const clean = text?.trim() ?? '';
  return clean === '' ? null : clean;
}
