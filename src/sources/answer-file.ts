/**
 * The file of answers that a person brings: `feature,group,answer[,points]`, one row a question. Every finding is
 * collected with its cell; an answer or a group that the edition does not have refuses the file.
 */
import { z } from 'zod';
import { parseDecimal } from '../model/decimal.ts';
import { createFindingList, DEFAULT_FINDING_LIMITS, type FindingList } from '../model/finding-list.ts';
import { type Issue, type IssueCode, issue, ReadFault } from '../model/issue.ts';
import type { LocatedDocument, LocatedRow } from '../model/located.ts';
import type { FeatureAnswer } from '../model/questionnaire.ts';
import { divide, isInteger, multiply, type Rational, rational } from '../model/rational.ts';
import { nearestName } from '../runtime/nearest-name.ts';
import { headerColumns } from './header-columns.ts';

const REQUIRED = ['feature', 'group', 'answer'] as const;
const OPTIONAL = ['points'] as const;
/** For whoever reads the file; not used. */
const NOTES = ['note', 'question', 'evidence', 'url'];
type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

/** The questionnaire of 2020 has 180 features. */
const MOST_ROWS = 5000;
const LONGEST_TEXT = 200;
const MOST_POINTS = 1000;

/** What the questionnaire of an edition allows. */
export interface Questionnaire {
  /** The only groups; null: any names, which the person gives. */
  readonly groups: readonly string[] | null;
  /** The smallest difference that counts: 1, or 1/2 where the edition has half points. */
  readonly step: Rational;
}

export interface AnswerFile {
  /** Empty where a finding is an error: a file is taken whole or not at all. */
  readonly values: readonly FeatureAnswer[];
  readonly issues: readonly Issue[];
}

/**
 * Reads the answers of the first sheet. Findings never throw; a file that turns out to be broken further down does.
 * @throws ReadFault of the readers, and `file-too-large` above 5,000 rows
 */
export async function readAnswerFile(
  document: LocatedDocument,
  path: string,
  questionnaire: Questionnaire,
): Promise<AnswerFile> {
  const sheet = document.sheets[0];
  const findings = createFindingList(
    { file: path, sha256: '', sheet: sheet?.name ?? null },
    () => [],
    DEFAULT_FINDING_LIMITS,
  );
  const contract = contractOf(questionnaire);
  const answers = new Map<string, FeatureAnswer>();
  let at: ReadonlyMap<Column, number> | undefined;
  let rows = 0;
  for await (const row of sheet?.rows ?? []) {
    if (at === undefined) {
      at = headerColumns<Column>(row, findings, REQUIRED, NOTES, OPTIONAL);
      if (at === undefined) break;
      continue;
    }
    rows += 1;
    if (rows > MOST_ROWS) {
      throw new ReadFault(issue('file-too-large', `more than ${MOST_ROWS} answers`, { file: path }));
    }
    keep(answers, readRow(row, at, contract, questionnaire.step, findings), row, at, findings);
  }
  const issues = findings.issues();
  return { values: findings.hasErrors() ? [] : [...answers.values()], issues };
}

type Contract = Readonly<Record<Column, z.ZodType>>;

function contractOf({ groups, step }: Questionnaire): Contract {
  const halves = !isInteger(step);
  return {
    feature: named,
    group: groups === null ? named : oneOf(groups),
    answer: textThat(
      (text) => text === '0' || text === '1' || (halves && text === '0.5'),
      'answer-not-allowed',
      (text) => `“${text}” is no answer: 0 or 1${halves ? ', or 0.5' : '; this edition has no half points'}`,
    ),
    points: textThat(
      (text) => text === '' || isPoints(text),
      'answer-not-allowed',
      (text) => `“${text}” is no number of points above 0 and up to ${MOST_POINTS}`,
    ),
  };
}

const named = textThat(
  (text) => text.length <= LONGEST_TEXT,
  'answer-not-allowed',
  (text) => `“${text}” is longer than ${LONGEST_TEXT} characters`,
);

function oneOf(groups: readonly string[]): z.ZodType {
  return textThat(
    (text) => groups.includes(text),
    'group-unknown',
    (text) => {
      const near = nearestName(text, groups);
      return `“${text}” is none of ${groups.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`;
    },
  );
}

function isPoints(text: string): boolean {
  const value = text.length <= 20 ? parseDecimal(text)?.value : undefined;
  return value !== undefined && value.num > 0n && value.num <= value.den * BigInt(MOST_POINTS);
}

function readRow(
  { row, cells }: LocatedRow,
  at: ReadonlyMap<Column, number>,
  contract: Contract,
  step: Rational,
  findings: FindingList,
): FeatureAnswer | undefined {
  const textOf = (column: Column): string => cells[at.get(column) ?? -1]?.trim() ?? '';
  let isWhole = true;
  const complain = (code: IssueCode, message: string, column: Column): void => {
    isWhole = false;
    findings.add(issue(code, `${column}: ${message}`, { cell: cellOf(row, at, column) }));
  };
  for (const column of [...REQUIRED, ...OPTIONAL]) {
    const text = textOf(column);
    if (text === '' && column !== 'points') {
      complain('cell-missing', 'the cell is empty', column);
      continue;
    }
    const [problem] = contract[column].safeParse(text).error?.issues ?? [];
    if (problem?.code === 'custom') complain(problem.params?.issue as IssueCode, problem.message, column);
  }
  if (!isWhole) return undefined;
  const answer = exact(textOf('answer'));
  const points = textOf('points') === '' ? rational(1) : exact(textOf('points'));
  if (!isInteger(divide(multiply(answer, points), step))) {
    complain('answer-not-allowed', 'answer × points is no whole number of steps of this edition', 'answer');
    return undefined;
  }
  return { feature: textOf('feature'), group: textOf('group'), answer, points };
}

function exact(text: string): Rational {
  const decimal = parseDecimal(text);
  if (decimal === undefined) throw new RangeError(`“${text}” passed the contract and is no number`);
  return decimal.value;
}

function keep(
  answers: Map<string, FeatureAnswer>,
  read: FeatureAnswer | undefined,
  { row }: LocatedRow,
  at: ReadonlyMap<Column, number>,
  findings: FindingList,
): void {
  if (read === undefined) return;
  if (!answers.has(read.feature)) {
    answers.set(read.feature, read);
    return;
  }
  findings.add(
    issue('feature-duplicate', `“${read.feature}” is answered twice`, { cell: cellOf(row, at, 'feature') }),
  );
}

function cellOf(row: number, at: ReadonlyMap<Column, number>, column: Column) {
  return { row, column: (at.get(column) ?? 0) + 1 };
}

function textThat(
  holds: (text: string) => boolean,
  code: IssueCode,
  message: (text: string) => string,
): z.ZodType {
  return z.string().check(({ value, issues }) => {
    if (holds(value)) return;
    const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
    issues.push({ code: 'custom', message: message(shown), params: { issue: code }, input: value });
  });
}
