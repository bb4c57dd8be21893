import { describe, expect, it } from 'vitest';
import { DEVIATIONS } from '../../../pipelines/un-survey/deviations.ts';
import { findMethod, METHODS } from '../../../src/methodology/registry.ts';
import type { DeclaredDeviation } from '../../../src/model/declarations.ts';
import type { EditionSource } from '../../../src/model/facts.ts';
import type { Issue } from '../../../src/model/issue.ts';
import { assertConserved } from '../../../src/model/stage.ts';
import type { Edition } from '../../../src/model/survey.ts';
import { compute } from '../../../src/stages/compute.ts';
import { assembleEdition } from '../../../src/stages/normalise/assemble.ts';
import { reconcile } from '../../../src/stages/reconcile.ts';
import { codesOf, editionSource, figure, type PrintedRow } from '../../support/survey-records.ts';

const ROWS: Readonly<Record<string, PrintedRow>> = {
  KAZ: ['0.7597', '0.8681', '0.5723', '0.8388', '0.8371', 1],
  KGZ: ['0.5835', '0.6458', '0.3418', '0.7628', '0.6854', 2],
  IRQ: ['0.3376', '0.3194', '0.1840', '0.5094', '0.3371', 3],
};

const IRQ_SECOND: PrintedRow = ['0.3376', '0.3194', '0.1840', '0.5094', '0.3371', 2];

interface Options {
  readonly edition?: Edition;
  readonly deviations?: readonly DeclaredDeviation[];
  readonly crossChecks?: readonly EditionSource[];
  readonly method?: 'unknown';
}

function reconcileSource(source: EditionSource, { deviations = [], crossChecks = [], method }: Options = {}) {
  const { edition } = source;
  const assembled = assembleEdition(edition, [source, ...crossChecks], new Set(source.countries.keys()));
  if (!assembled.edition) throw new Error(codesOf(assembled.issues).join());
  const rules = method === 'unknown' ? undefined : findMethod(edition);
  const computed = compute(assembled.edition, rules, { groups: [], publishedMeans: [] });
  const result = reconcile(computed, rules, { deviations, conflicts: assembled.conflicts, methods: METHODS });
  const egdi = new Map(
    result.scores.flatMap((score) => (score.indexCode === 'EGDI' ? [[score.iso3, score]] : [])),
  );
  return { ...result, egdi };
}

function reconcileRows(
  rows: Readonly<Record<string, PrintedRow>>,
  { edition = 2018, ...options }: Options = {},
) {
  return reconcileSource(editionSource(edition, rows), options);
}

const errors = (issues: readonly Issue[]) => codesOf(issues.filter(({ severity }) => severity === 'error'));

describe('a published score agrees with its recomputation', () => {
  it('exactly, when it is the rounded one', () => {
    const { egdi, issues } = reconcileRows(ROWS);
    expect(issues).toEqual([]);
    for (const score of egdi.values())
      expect(score).toMatchObject({
        reconciliation: 'exact',
        rankReconciliation: 'exact',
        deviationId: null,
      });
  });

  it('within rounding, when another value of the inputs prints so', () => {
    // 0.75973…: inputs at 4 decimals allow half a unit either way.
    const { egdi, issues } = reconcileRows({
      ...ROWS,
      KAZ: ['0.7598', '0.8681', '0.5723', '0.8388', '0.8371', 1],
    });
    expect(issues).toEqual([]);
    expect(egdi.get('KAZ')).toMatchObject({ reconciliation: 'within_rounding' });
  });

  it('no more, one unit further: there is no tolerance', () => {
    const { egdi, issues } = reconcileRows({
      ...ROWS,
      KAZ: ['0.7599', '0.8681', '0.5723', '0.8388', '0.8371', 1],
    });
    expect(codesOf(issues)).toEqual(['score-deviation']);
    expect(egdi.get('KAZ')?.reconciliation).toBe('deviates');
    expect(issues[0]).toMatchObject({
      iso3: 'KAZ',
      indexCode: 'EGDI',
      edition: 2018,
      cell: { row: 2, column: 4 },
    });
    expect(issues[0]?.message).toBe('published 0.7599, recomputed 0.75973');
  });

  it('not at all, when only one of the two exists', () => {
    const source = editionSource(2003, { AAA: ['0.3', '0.0', '0.5', '0.4', '0.1', 1] });
    expect(codesOf(reconcileSource(source).issues)).toContain('score-deviation');
  });

  it('not at all, when the sub-indices are those of another edition’s weights', () => {
    // Equal weights give 0.5, the weights of 2008 give 0.503.
    const rows: Record<string, PrintedRow> = { AAA: ['0.5000', '0.8', '0.35', '0.35', '0.5', 1] };
    expect(codesOf(reconcileRows(rows, { edition: 2008 }).issues)).toContain('score-deviation');
  });
});

describe('a published rank', () => {
  it('that recomputation does not give is an error at its cell', () => {
    const { issues, egdi } = reconcileRows({
      ...ROWS,
      IRQ: IRQ_SECOND,
    });
    expect(codesOf(issues)).toContain('rank-deviation');
    expect(issues.find(({ code }) => code === 'rank-deviation')).toMatchObject({
      iso3: 'IRQ',
      cell: { column: 3 },
    });
    expect(egdi.get('IRQ')).toMatchObject({
      rankPublished: 2,
      rankRecomputed: 3,
      rankReconciliation: 'deviates',
    });
  });

  it('that runs against the published scores is an error, whatever the method', () => {
    const rows: Record<string, PrintedRow> = {
      KAZ: ['0.7597', '0.8681', '0.5723', '0.8388', '0.8371', 2],
      KGZ: ['0.5835', '0.6458', '0.3418', '0.7628', '0.6854', 1],
    };
    expect(codesOf(reconcileRows(rows).issues)).toContain('rank-order');
    expect(codesOf(reconcileRows(rows, { method: 'unknown' }).issues)).toContain('rank-order');
  });

  it('may be shared or broken among equal scores without running against them', () => {
    for (const ranks of [
      [1, 1],
      [1, 2],
      [2, 1],
    ] as const) {
      const rows: Record<string, PrintedRow> = {
        AAA: ['0.5', '0.5', '0.5', '0.5', '0.5', ranks[0]],
        BBB: ['0.5', '0.5', '0.5', '0.5', '0.5', ranks[1]],
      };
      expect(codesOf(reconcileRows(rows, { method: 'unknown' }).issues)).not.toContain('rank-order');
    }
  });
});

describe('B9 a declared deviation', () => {
  const deviation: DeclaredDeviation = {
    id: 'score-KAZ-2018',
    edition: 2018,
    iso3: 'KAZ',
    indexCode: 'EGDI',
    kind: 'score',
    published: '0.77',
    recomputed: '0.75973',
    reason: 'for the test',
    causedBy: [],
    evidence: 'none',
  };
  const published = (egdi: string) => ({
    ...ROWS,
    KAZ: [egdi, '0.8681', '0.5723', '0.8388', '0.8371', 1] as const,
  });

  it('covers its figure, and the score names it', () => {
    const { issues, egdi } = reconcileRows(published('0.7700'), { deviations: [deviation] });
    expect(issues).toEqual([]);
    expect(egdi.get('KAZ')).toMatchObject({ reconciliation: 'declared', deviationId: 'score-KAZ-2018' });
  });

  it('covers no other published figure, and is told to be obsolete', () => {
    const { issues, egdi } = reconcileRows(published('0.7701'), { deviations: [deviation] });
    expect(codesOf(issues)).toEqual(['score-deviation', 'deviation-obsolete']);
    expect(egdi.get('KAZ')).toMatchObject({ reconciliation: 'deviates', deviationId: null });
  });

  it('covers no other recomputed figure', () => {
    const rows = { ...ROWS, KAZ: ['0.77', '0.8681', '0.5733', '0.8388', '0.8371', 1] as const };
    expect(codesOf(reconcileRows(rows, { deviations: [deviation] }).issues)).toEqual([
      'score-deviation',
      'deviation-obsolete',
    ]);
  });

  it('that no longer occurs is an error: the source or the method changed', () => {
    const { issues } = reconcileRows(ROWS, { deviations: [deviation] });
    expect(issues).toMatchObject([
      { code: 'deviation-obsolete', severity: 'error', iso3: 'KAZ', edition: 2018 },
    ]);
  });

  it.each([
    ['country', { iso3: 'KGZ' }],
    ['kind', { kind: 'rank' as const }],
  ])('of another %s does not cover it', (_what, part) => {
    const { issues } = reconcileRows(published('0.7700'), { deviations: [{ ...deviation, ...part }] });
    expect(codesOf(issues)).toEqual(['score-deviation', 'deviation-obsolete']);
  });

  it('of another edition neither covers nor is asked for', () => {
    const elsewhere = { ...deviation, edition: 2020 };
    expect(codesOf(reconcileRows(published('0.7700'), { deviations: [elsewhere] }).issues)).toEqual([
      'score-deviation',
    ]);
    expect(reconcileRows(ROWS, { deviations: [elsewhere] }).issues).toEqual([]);
  });

  it('of a rank covers the rank, not the score', () => {
    const rank = {
      ...deviation,
      id: 'rank',
      kind: 'rank' as const,
      published: '2',
      recomputed: '3',
      iso3: 'IRQ',
    };
    const rows = { ...ROWS, IRQ: IRQ_SECOND };
    const { issues, egdi } = reconcileRows(rows, { deviations: [rank] });
    expect(codesOf(issues)).toEqual([]);
    expect(egdi.get('IRQ')).toMatchObject({ rankReconciliation: 'declared', rankDeviationId: 'rank' });
  });
});

describe('the declared deviations of the Survey', () => {
  it('are those of section P.1 and P.4, each caused by a score that is declared too', () => {
    expect(DEVIATIONS.filter(({ kind }) => kind === 'score').map(({ id }) => id)).toEqual([
      'score-KHM-2008',
      'score-CMR-2008',
      'score-LUX-2024',
    ]);
    expect(DEVIATIONS.filter(({ kind, edition }) => kind === 'rank' && edition === 2008)).toHaveLength(6);
    for (const { reason, evidence } of DEVIATIONS)
      expect([reason.length > 20, evidence.length > 20]).toEqual([true, true]);
  });
});

describe('a score on no lattice point', () => {
  it('is an error at its cell', () => {
    // (0.8682 + 0.5722 + 0.8388) / 3 prints as before, but 0.8682 is no k/144.
    const rows = { ...ROWS, KAZ: ['0.7597', '0.8682', '0.5722', '0.8388', '0.8371', 1] as const };
    const { issues } = reconcileRows(rows);
    expect(issues).toMatchObject([
      { code: 'score-off-lattice', iso3: 'KAZ', indexCode: 'OSI', severity: 'error' },
    ]);
  });

  it('names the edition whose lattice all figures fit, when the file is misplaced', () => {
    // OSI k/127 and EPI k/51, truncated: the lattices of 2014.
    const rows: Record<string, PrintedRow> = {
      KAZ: ['0.72827', '0.74803', '0.57488', '0.8619', '0.76470', 1],
      RUS: ['0.72959', '0.70866', '0.64129', '0.8388', '0.68627', 2],
      POL: ['0.64822', '0.54330', '0.56177', '0.8396', '0.49019', 3],
    };
    const { issues } = reconcileRows(rows, { edition: 2016 });
    const off = issues.filter(({ code }) => code === 'score-off-lattice');
    expect(off.length).toBeGreaterThan(0);
    for (const { hint } of off) expect(hint).toBe('all figures fit the lattice of edition 2014');
  });

  it('is nobody’s where the index has no lattice', () => {
    const rows = { KAZ: ['0.7597', '0.86821', '0.57222', '0.8388', '0.8409', 1] as const };
    expect(codesOf(reconcileRows(rows, { edition: 2022 }).issues)).not.toContain('score-off-lattice');
  });
});

describe('a cross-check that contradicts the primary', () => {
  const other = (row: PrintedRow) =>
    editionSource(2018, { ...ROWS, KAZ: row }, { file: 'copy.csv', sha256: 'b'.repeat(64), precedence: 2 });

  it('is a warning where recomputation confirms the row of the primary', () => {
    const { issues } = reconcileRows(ROWS, {
      crossChecks: [other(['0.7597', '0.8681', '0.5823', '0.8388', '0.8371', 1])],
    });
    expect(issues).toMatchObject([
      { code: 'source-conflict', severity: 'warning', file: 'copy.csv', iso3: 'KAZ', indexCode: 'TII' },
    ]);
    expect(issues[0]?.message).toBe('score: primary 0.5723, cross-check 0.5823');
  });

  it('of a rank is a warning where recomputation confirms the rank, otherwise an error', () => {
    const second: PrintedRow = ['0.7597', '0.8681', '0.5723', '0.8388', '0.8371', 2];
    const confirmed = reconcileRows(ROWS, { crossChecks: [other(second)] });
    expect(codesOf(confirmed.issues)).toEqual(['source-conflict']);
    const contradicted = reconcileRows(
      { ...ROWS, KAZ: second },
      { crossChecks: [other(ROWS.KAZ as PrintedRow)] },
    );
    expect(errors(contradicted.issues)).toContain('source-conflict-unresolved');
  });

  it('is an unresolved error where recomputation contradicts the primary too', () => {
    const primary = { ...ROWS, KAZ: ['0.7597', '0.8681', '0.5823', '0.8388', '0.8371', 1] as const };
    const { issues } = reconcileRows(primary, { crossChecks: [other(ROWS.KAZ as PrintedRow)] });
    expect(errors(issues).toSorted()).toEqual(['score-deviation', 'source-conflict-unresolved']);
  });

  it('is unresolved for the EPI, which no recomputation confirms', () => {
    const { issues } = reconcileRows(ROWS, {
      crossChecks: [other(['0.7597', '0.8681', '0.5723', '0.8388', '0.8315', 1])],
    });
    expect(errors(issues)).toEqual(['source-conflict-unresolved']);
  });

  it('is unresolved where the primary deviates by declaration only', () => {
    const deviation = {
      ...(DEVIATIONS[0] as DeclaredDeviation),
      edition: 2018,
      iso3: 'KAZ',
      published: '0.77',
      recomputed: '0.75973',
    };
    const primary = { ...ROWS, KAZ: ['0.7700', '0.8681', '0.5723', '0.8388', '0.8371', 1] as const };
    const { issues } = reconcileRows(primary, {
      deviations: [deviation],
      crossChecks: [other(['0.7700', '0.8681', '0.5823', '0.8388', '0.8371', 1])],
    });
    expect(errors(issues)).toEqual(['source-conflict-unresolved']);
  });

  it('is unresolved in a row that is not assessed, which no recomputation confirms', () => {
    const rows: Record<string, PrintedRow> = {
      AAA: ['0.4', '0.5', '0.3', '0.4', '0.1', 1],
      BBB: ['0.0', '0.0', '0.1', '0.5', '0.0', 2],
    };
    const notAssessed = {
      status: 'not_assessed' as const,
      value: null,
      text: '0.00000',
      cell: { row: 3, column: 4 },
    };
    const source = (tii: string, parts = {}) => {
      const made = editionSource(2012, rows, parts);
      const country = made.countries.get('BBB');
      const figures = { ...country?.figures, EGDI: notAssessed, TII: figure(tii) };
      return { ...made, countries: new Map([...made.countries, ['BBB', { iso3: 'BBB', figures }] as const]) };
    };
    const { issues } = reconcileSource(source('0.1'), {
      crossChecks: [source('0.11', { file: 'copy.csv', precedence: 2 })],
    });
    expect(errors(issues)).toContain('source-conflict-unresolved');
  });
});

describe('an edition whose method is unknown', () => {
  it('is loaded as published, which is said once', () => {
    const { issues, egdi, scores } = reconcileRows(ROWS, { method: 'unknown' });
    expect(issues).toMatchObject([{ code: 'method-unknown', severity: 'info', edition: 2018 }]);
    for (const score of egdi.values())
      expect(score).toMatchObject({ reconciliation: 'not_recomputed', rankReconciliation: 'not_recomputed' });
    expect(scores).toHaveLength(15);
  });
});

it('every score has a finding: none is lost', () => {
  const { counts, scores } = reconcileRows(ROWS);
  counts.forEach(assertConserved);
  expect(counts).toMatchObject([{ in: 15, out: 15 }]);
  expect(scores).toHaveLength(15);
});
