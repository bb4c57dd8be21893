/** `egdi drift --json`. Extended, never renamed. */
import type { Drift, DriftMatrix } from '../analysis/change/drift.ts';
import { type Rational, toNumber } from '../model/rational.ts';
import type { DriftShown } from './drift.ts';

const SIGN = 'positive is a larger rank number, which is worse: places down';

/** All countries, or the one asked about. */
export function driftJson(drift: Drift, { iso3 }: DriftShown): string {
  const isShown = (row: { readonly iso3: string }) => iso3 === null || row.iso3 === iso3;
  const half = (value: Rational) => toNumber(value);
  return JSON.stringify(
    {
      kind: 'drift',
      data: drift.dataEdition,
      method: drift.methodEdition,
      release: drift.releaseNo,
      sign: SIGN,
      agreement: drift.agreement,
      rows: drift.rows.filter(isShown),
      split: drift.split
        .filter(isShown)
        .map(({ data, method, ...rest }) => ({ ...rest, data: half(data), method: half(method) })),
      applied: drift.applied.map(({ name, before, after }) => ({
        rule: name,
        before: before ?? null,
        after: after ?? null,
      })),
      subIndices: drift.subIndices,
    },
    null,
    2,
  );
}

export function driftMatrixJson({ releaseNo, editions, cells }: DriftMatrix): string {
  return JSON.stringify(
    {
      kind: 'drift-matrix',
      release: releaseNo,
      editions,
      cells: cells.flatMap((row, data) =>
        row.map((agreement, method) => ({ data: editions[data], method: editions[method], ...agreement })),
      ),
    },
    null,
    2,
  );
}
