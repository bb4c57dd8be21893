/**
 * Which indicator each value of a row is of: the column says it, or the row, or both together with what qualifies it.
 * Indicators that are not declared are taken under the names that the file gives them, where its layout allows that.
 */
import type { CellText } from '../model/located.ts';
import type { Indicator } from '../model/observation.ts';
import type { MatchedTable, OpenIndicators } from './matched-table.ts';

export interface TableIndicators {
  /** Turns to a row that keeps the contract. */
  enterRow(cells: readonly CellText[]): void;
  /** Code of the indicator of the value column at this position, in the row. */
  codeAt(position: number): string | undefined;
  /** All that were asked for, by code. */
  seen(): ReadonlyMap<string, Indicator>;
}

/** `Mobile cellular subscriptions (per 100 people)` → `per 100 people`. */
const UNIT_IN_NAME = /\(([^()]+)\)\s*$/;
/** Unit of an indicator of which neither its name nor its table says one. */
export const UNIT_NOT_SAID = 'as named';

/** The unit in brackets at the end of a name. */
export function unitInName(name: string): string | undefined {
  return UNIT_IN_NAME.exec(name)?.[1];
}

export function indicatorsOf({
  rules,
  at,
  values,
  qualifiers,
  totals,
  header,
}: MatchedTable): TableIndicators {
  const seen = new Map<string, Indicator>();
  const byKey = new Map<string, Indicator>();
  let lastKey: string | undefined;
  let ofRow: Indicator | undefined;
  const ofColumns = values.map(({ indicator }) => indicator);
  const hasRowIndicator = at.indicator >= 0;
  let qualified: readonly (Indicator | null)[] = ofColumns;
  if (qualifiers.length === 0)
    for (const one of ofColumns) if (one !== null) seen.set(one.indicatorCode, one);

  const describe = (cells: readonly CellText[]): Indicator | undefined => {
    const printed = textAt(cells, at.indicator);
    const code = rules.renamed.get(printed)?.now ?? printed;
    const declared = rules.indicators.get(code);
    const base = declared ?? (rules.open === null ? undefined : described(code, cells, rules.open));
    return base === undefined ? undefined : qualify(base, cells);
  };
  const qualify = (base: Indicator, cells: readonly CellText[]): Indicator => {
    if (qualifiers.length === 0) return base;
    const said = qualifiers.filter((index) => !totals.has(textAt(cells, index)));
    if (said.length === 0) return base;
    const parts = said.map((index) => textAt(cells, index));
    const words = said.map((index, position) => `${header[index]?.trim()} ${parts[position]}`);
    return {
      ...base,
      indicatorCode: [base.indicatorCode, ...parts].join('.'),
      nameEn: `${base.nameEn} (${words.join(', ')})`,
    };
  };

  return {
    enterRow(cells) {
      let key = hasRowIndicator ? textAt(cells, at.indicator) : '';
      for (const index of qualifiers) key += `\t${textAt(cells, index)}`;
      if (key === lastKey) return;
      lastKey = key;
      if (hasRowIndicator) {
        ofRow = byKey.get(key) ?? describe(cells);
        if (ofRow === undefined) return;
        byKey.set(key, ofRow);
        seen.set(ofRow.indicatorCode, ofRow);
      } else if (qualifiers.length > 0) {
        qualified = ofColumns.map((one) => (one === null ? null : qualify(one, cells)));
        for (const one of qualified) if (one !== null) seen.set(one.indicatorCode, one);
      }
    },
    codeAt: (position) => (hasRowIndicator ? ofRow : qualified[position])?.indicatorCode,
    seen: () => seen,
  };
}

function described(
  code: string,
  cells: readonly CellText[],
  { prefix, publisher, frequency, nameAt, unitAt, descriptionAt, unitOtherwise }: OpenIndicators,
): Indicator {
  const name = textAt(cells, nameAt);
  const printedUnit = textAt(cells, unitAt);
  const unit = printedUnit || unitInName(name) || unitOtherwise || UNIT_NOT_SAID;
  return {
    indicatorCode: `${prefix}${code}`,
    nameEn: name || code,
    unit,
    frequency,
    publisher,
    description: textAt(cells, descriptionAt) || null,
  };
}

function textAt(cells: readonly CellText[], index: number): string {
  return index < 0 ? '' : (cells[index]?.trim() ?? '');
}
