/** One valid record → one country's figures of one edition, with names, codes and statuses resolved. */

import type { EditionMethod } from '../../methodology/method.ts';
import type { CellAddress } from '../../model/cell.ts';
import { decimalText } from '../../model/decimal.ts';
import type { DeclaredAnomaly, WrongCode } from '../../model/declarations.ts';
import type { CountryFigures, Figure, PrintedRank } from '../../model/facts.ts';
import { type Issue, type IssueCode, issue } from '../../model/issue.ts';
import { compare, type Rational, rational } from '../../model/rational.ts';
import { type Edition, INDEX_CODES, type IndexCode } from '../../model/survey.ts';
import type { NameResolver } from '../../reference/name-resolver.ts';
import type { ScoreCell, ValidRecord } from '../../sources/contract.ts';
import type { LayoutDeclaration } from '../../sources/layout.ts';
import { cellAddress } from '../../sources/records.ts';

export interface ResolveContext {
  readonly layout: LayoutDeclaration;
  readonly names: NameResolver;
  readonly knownCodes: ReadonlySet<string>;
  readonly wrongCodes: readonly WrongCode[];
  readonly anomalies: readonly DeclaredAnomaly[];
  readonly method: EditionMethod | undefined;
  readonly memberCount: number;
}

export type Resolved<T> = { readonly value: T | null; readonly issues: readonly Issue[] };

/** The country of a record: by name or by code, the other one checking it. */
export function resolveCountry(
  record: ValidRecord,
  edition: Edition,
  context: ResolveContext,
): Resolved<string> {
  const issues: Issue[] = [];
  const byName = record.name === null ? undefined : context.names.resolve(record.name, edition);
  const wrong = context.wrongCodes.find((declared) => declared.code === record.iso3);
  const code = wrong ? wrong.iso3 : record.iso3;
  const nameCell = at(record, record.record.cells.get('name')?.column);
  const codeCell = at(record, record.record.cells.get('iso3')?.column);

  if (byName?.kind === 'unknown') {
    const meant =
      byName.suggestions.length > 0 ? `did you mean ${byName.suggestions.join(', ')}?` : undefined;
    issues.push(
      issue('name-unknown', `no country is declared as “${record.name}”`, {
        ...nameCell,
        hint: meant ?? 'declare the spelling as an alias (--declare) if it is a member state',
      }),
    );
  } else if (byName?.kind === 'not-a-unit') {
    issues.push(
      issue('name-unknown', `“${record.name}” is no unit of the Survey`, { ...nameCell, hint: byName.note }),
    );
  } else if (byName?.repairedFrom !== undefined) {
    issues.push(issue('name-mojibake', `“${record.name}” was read as “${byName.repairedFrom}”`, nameCell));
  }
  if (code !== null && !context.knownCodes.has(code)) {
    issues.push(issue('code-unknown', `${code} is no code of a member state`, codeCell));
  }
  if (issues.some((found) => found.severity === 'error')) return { value: null, issues };

  const named = byName?.kind === 'known' ? byName.iso3 : null;
  if (wrong && named === wrong.iso3) {
    issues.push(
      issue(
        'code-declared-wrong',
        `${wrong.code} stands for ${wrong.iso3} (seen in ${wrong.seenIn})`,
        codeCell,
      ),
    );
  }
  if (named !== null && code !== null && named !== code) {
    issues.push(issue('code-name-mismatch', `the code is ${code}, the name is that of ${named}`, codeCell));
    return { value: null, issues };
  }
  return { value: named ?? code, issues };
}

/** The figures of a record, each zero and blank with its status. */
export function resolveFigures(
  record: ValidRecord,
  iso3: string,
  edition: Edition,
  context: ResolveContext,
): Resolved<CountryFigures> {
  const issues: Issue[] = [];
  const figures: Partial<Record<IndexCode, Figure>> = {};
  for (const indexCode of INDEX_CODES) {
    const printed = record.scores[indexCode];
    if (!printed) continue;
    const { cell } = at(record, printed.column);
    const complain = (code: IssueCode, message: string) =>
      issues.push(issue(code, message, { cell, iso3, indexCode, edition }));
    const figure = resolveFigure(printed, cell, indexCode, context, complain);
    if (!figure) continue;
    figures[indexCode] = printed.released ? { ...figure, released: printed.released } : figure;
    const declared = context.anomalies.find(
      (anomaly) => anomaly.edition === edition && anomaly.iso3 === iso3 && anomaly.indexCode === indexCode,
    );
    const value =
      figure.value && (declared || compare(figure.value, ONE) > 0) ? decimalText(figure.value) : '';
    if (declared && declared.value === value) {
      complain('range-anomaly', `${indexCode} ${value} is above 1: ${declared.reason}`);
    } else if (declared) {
      complain('anomaly-obsolete', `${indexCode} is ${value}; the declared anomaly is ${declared.value}`);
    } else if (value !== '') {
      complain('score-out-of-range', `${indexCode} ${value} is above 1`);
    }
  }
  const egdiRank = resolveRank(record, figures.EGDI, context, (code, message, column) =>
    issues.push(issue(code, message, { ...at(record, column), iso3, edition })),
  );
  if (issues.some((found) => found.severity === 'error')) return { value: null, issues };
  return { value: { iso3, figures, ...(egdiRank ? { egdiRank } : {}) }, issues };
}

const ONE = rational(1);

function resolveFigure(
  { value, text }: ScoreCell,
  cell: CellAddress,
  indexCode: IndexCode,
  context: ResolveContext,
  complain: (code: IssueCode, message: string) => void,
): Figure | null {
  if (value !== null && !isZero(value)) return { status: 'observed', value, text, cell };
  const zeroMeans = context.method?.indices[indexCode].zeroMeans.value ?? 'observed';
  if (zeroMeans !== 'observed') return { status: zeroMeans, value: null, text, cell };
  if (value === null) {
    complain('value-missing', `${indexCode} is empty, and this edition publishes it for every member`);
    return null;
  }
  return { status: 'observed', value, text, cell };
}

function resolveRank(
  record: ValidRecord,
  egdi: Figure | undefined,
  context: ResolveContext,
  complain: (code: IssueCode, message: string, column: number) => void,
): PrintedRank | undefined {
  const printed = record.egdiRank;
  if (!printed) return undefined;
  const assessed = egdi?.status === 'observed';
  if (assessed && printed.value === null) {
    complain('rank-missing', 'a member with a score has no rank', printed.column);
  } else if (printed.value !== null && printed.value > context.memberCount) {
    complain('rank-out-of-range', `rank ${printed.value} of ${context.memberCount} members`, printed.column);
  }
  return {
    value: assessed ? printed.value : null,
    text: printed.text,
    cell: at(record, printed.column).cell,
    ...(printed.released ? { released: printed.released } : {}),
  };
}

function at(record: ValidRecord, column?: number): { cell: CellAddress } {
  return { cell: cellAddress(record.record, column) };
}

function isZero(value: Rational): boolean {
  return value.num === 0n;
}
