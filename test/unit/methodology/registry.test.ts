import { describe, expect, it } from 'vitest';
import type { Step } from '../../../src/methodology/definition.ts';
import { type EditionMethod, type IndexMethod, methodologyId } from '../../../src/methodology/method.ts';
import { componentsOf, nodesOf, weightText } from '../../../src/methodology/nodes.ts';
import { findMethod, indexTree, METHODS } from '../../../src/methodology/registry.ts';
import { decimalText } from '../../../src/model/decimal.ts';
import { compare, rational, toNumber, weightedSum } from '../../../src/model/rational.ts';
import {
  type Edition,
  EVIDENCE_MARKS,
  INDEX_CODES,
  type IndexCode,
  SUB_INDEX_CODES,
} from '../../../src/model/survey.ts';
import { EDITIONS } from '../../../src/reference/editions.ts';

const EARLY = [2003, 2004, 2005, 2008, 2010];

function methodOf(edition: Edition): EditionMethod {
  const method = findMethod(edition);
  if (!method) throw new Error(`no method of ${edition}`);
  return method;
}

describe('the registry', () => {
  it('has the twelve editions, five indices each, each under its own key', () => {
    expect(METHODS.map(({ edition }) => edition)).toEqual(EDITIONS.map(({ edition }) => edition));
    for (const { indices } of METHODS) {
      expect(Object.keys(indices).toSorted()).toEqual([...INDEX_CODES].toSorted());
      for (const code of INDEX_CODES) expect(indices[code].indexCode).toBe(code);
    }
    const ids = METHODS.flatMap(({ edition }) => INDEX_CODES.map((code) => methodologyId(code, edition)));
    expect(new Set(ids).size).toBe(60);
  });

  it.each([2001, 2006, 2009, 2026])('does not know %i', (edition) => {
    expect(findMethod(edition)).toBeUndefined();
  });

  it('gives every rule an evidence mark and a source', () => {
    const rules = METHODS.flatMap((method) => rulesIn(method));
    expect(rules.length).toBeGreaterThan(12 * (5 + 5 * 4));
    for (const { evidence, source } of rules) {
      expect(EVIDENCE_MARKS).toContain(evidence);
      expect(source.trim()).not.toBe('');
    }
  });

  it('marks as unknown exactly what has no value to compute with', () => {
    for (const { evidence, value } of METHODS.flatMap((method) => rulesIn(method))) {
      if (value === null) expect(evidence).toBe('unknown');
    }
    const unknown = METHODS.flatMap(({ edition, indices }) =>
      INDEX_CODES.filter((code) => indices[code].construction.evidence === 'unknown').map(
        (code) => `${code} ${edition}`,
      ),
    );
    expect(unknown).toEqual(['TII 2024', 'HCI 2024']);
    for (const code of ['TII', 'HCI'] as const)
      for (const { weight } of componentsOf(methodOf(2024).indices[code])) expect(weight.value).toBeNull();
  });

  it('never presents recalled weights as quoted: OSI 2022 and 2024 have no source', () => {
    for (const edition of [2022, 2024]) {
      const { OSI } = methodOf(edition).indices;
      expect(OSI.construction.evidence).toBe('recalled_no_source');
      for (const { weight } of componentsOf(OSI)) expect(weight.evidence).toBe('recalled_no_source');
      expect(weights(OSI)).toEqual(['0.10', '0.05', '0.45', '0.35', '0.05']);
    }
  });

  it('has known weights that sum to 1 in every group of every index; points are counted, not weighted', () => {
    let groups = 0;
    for (const method of METHODS) {
      for (const code of INDEX_CODES) {
        for (const node of nodesOf(indexTree(method, code))) {
          if (node.kind === 'indicator') continue;
          const known = node.children.flatMap(({ weight }) => (weight.value === null ? [] : [weight.value]));
          if (known.length === 0) continue;
          groups += 1;
          expect(known).toHaveLength(node.children.length);
          if (node.aggregation.value?.method === 'sum') {
            for (const weight of known) expect(toNumber(weight)).toBe(1);
          } else {
            const total = weightedSum(known.map((weight) => [weight, rational(1)]));
            expect([node.code, method.edition, compare(total, rational(1))]).toEqual([
              node.code,
              method.edition,
              0,
            ]);
          }
        }
      }
    }
    // EGDI, OSI, TII, HCI, EPI of twelve editions, and the first four again below the EGDI; not TII and HCI of 2024.
    expect(groups).toBe(12 * 8 - 4);
  });

  it('gives every node of an index a code of its own', () => {
    for (const method of METHODS) {
      for (const code of INDEX_CODES) {
        const codes = nodesOf(indexTree(method, code)).map((node) => node.code);
        expect(new Set(codes).size).toBe(codes.length);
      }
    }
  });

  it('says the same in words as in the tree: z-scores, caps, the division by 100, what is unknown', () => {
    for (const { edition, indices } of METHODS) {
      for (const code of ['TII', 'HCI'] as const) {
        const words = indices[code].construction.value;
        const steps = componentsOf(indices[code]).map((node) => node.steps.value);
        const kinds = new Set(steps.flatMap((found) => found?.map((step) => stepKind(step)) ?? ['unknown']));
        expect([edition, code, kinds.has('z-score') && !kinds.has('unknown')]).toEqual([
          edition,
          code,
          words.includes('z-scores'),
        ]);
        expect(kinds.has('cap')).toBe(words.includes('capped at 120'));
        expect(kinds.has('divide')).toBe(words.includes('/ 100'));
        expect(kinds.has('unknown')).toBe(words.includes('unknown'));
        const root = indices[code].tree?.steps.value?.map((step) => stepKind(step));
        if (!words.includes('unknown') || words.includes('no final'))
          expect([edition, code, root]).toEqual([
            edition,
            code,
            words.includes('then min–max') ? ['min-max'] : [],
          ]);
      }
    }
  });
});

describe('the edition matrix (methodology §2)', () => {
  const THIRDS = '0.333333 0.333333 0.333333';
  const BY_34 = '0.34 0.33 0.33';
  const T = 'truncate';
  const R = 'round';

  // weights O/T/H, OSI range × step, EPI range × step, decimals and mode of EGDI, OSI, TII, HCI, EPI
  it.each([
    [2003, THIRDS, '229 by 0.5', '58 by 1', [5, T], [5, T], [5, T], [3, R], [4, R]],
    [2004, THIRDS, '259 by 0.5', '61 by 1', [5, T], [5, T], [5, T], [3, R], [5, T]],
    [2005, THIRDS, '260 by 0.5', '63 by 1', [5, T], [5, T], [5, T], [3, R], [5, T]],
    [2008, BY_34, '299 by 0.5', '44 by 1', [4, R], [5, T], [5, T], [5, T], [5, T]],
    [2010, BY_34, '315 by 1', '70 by 1', [5, T], [5, T], [5, T], [5, T], [5, T]],
    [2012, THIRDS, '153 by 1', '38 by 1', [5, T], [5, T], [5, T], [5, T], [4, R]],
    [2014, THIRDS, '127 by 1', '51 by 1', [5, T], [5, T], [5, T], [4, R], [5, T]],
    [2016, THIRDS, '138 by 1', '59 by 1', [5, R], [5, R], [5, R], [5, R], [5, R]],
    [2018, THIRDS, '144 by 1', '89 by 0.5', [4, R], [4, R], [4, R], [4, R], [4, R]],
    [2020, THIRDS, '170 by 1', '84 by 1', [4, R], [4, R], [4, R], [4, R], [4, R]],
    [2022, THIRDS, 'none', '88 by 1', [4, R], [4, R], [4, R], [4, R], [4, R]],
    [2024, THIRDS, 'none', '73 by 1', [5, R], [5, R], [5, R], [5, R], [4, R]],
  ] as const)('of %i', (edition, weights, osi, epi, ...precisions) => {
    const { egdi, indices } = methodOf(edition);
    expect(SUB_INDEX_CODES.map((code) => decimalText(egdi.weights.value[code], 6)).join(' ')).toBe(weights);
    expect([latticeText(indices.OSI), latticeText(indices.EPI)]).toEqual([osi, epi]);
    for (const code of ['EGDI', 'TII', 'HCI'] as const) expect(indices[code].lattice).toBeNull();
    const found = INDEX_CODES.map((code) => [
      indices[code].precision.value.decimals,
      indices[code].precision.value.mode,
    ]);
    expect(found).toEqual(precisions);
  });

  it('takes the inputs of 2024 at 4, 4 and 5 decimals (P.2), all others as published', () => {
    for (const { edition, egdi } of METHODS)
      expect(egdi.inputDecimals?.value ?? null).toEqual(edition === 2024 ? { OSI: 4, TII: 4, HCI: 5 } : null);
  });

  it('ranks 2008, 2018 and 2022 at 4 decimals, 2020 unrounded with the exact OSI, the others at 5 (P.3)', () => {
    for (const { edition, egdi } of METHODS) {
      const decimals = [2008, 2018, 2022].includes(edition) ? 4 : 5;
      const basis = edition === 2020 ? { kind: 'unrounded-with-exact-osi' } : { kind: 'rounded', decimals };
      expect([edition, egdi.rankBasis.value]).toEqual([edition, basis]);
    }
  });

  it('has no EGDI without web presence in 2003–2005 and 2012, without HCI in 2008 and 2010, never since (§7.1)', () => {
    for (const { edition, egdi } of METHODS) {
      const rule =
        edition >= 2014 ? 'never' : [2008, 2010].includes(edition) ? 'hci-is-missing' : 'osi-is-zero';
      expect([edition, egdi.notAssessedWhen.value]).toEqual([edition, rule]);
      expect(egdi.missingCountsAsZero.value).toBe(edition <= 2005);
    }
  });

  it('averages groups over the ranked to 2010, over all with zeros in 2012, over all since (§6)', () => {
    for (const { edition, denominator } of METHODS) {
      const rule =
        edition >= 2014 ? 'all-members' : edition === 2012 ? 'all-members-missing-as-zero' : 'ranked-members';
      expect([edition, denominator.value]).toEqual([edition, rule]);
    }
  });

  it('has levels that the Survey uses since 2014 and rating classes since 2020 (§5.4)', () => {
    for (const { edition, levels, ratingClasses } of METHODS) {
      expect(levels.value.usedByEdition).toBe(edition >= 2014);
      expect(ratingClasses !== null).toBe(edition >= 2020);
      expect(levels.value.thresholds.map(({ group, min }) => `${group} ${decimalText(min)}`)).toEqual([
        'very_high 0.75',
        'high 0.5',
        'middle 0.25',
        'low 0',
      ]);
    }
  });

  it('ranks the EPI by the rule of §5.2: dense in 2005 and 2012, unknown otherwise to 2010, competition since', () => {
    const rules = METHODS.map(({ edition, indices }) => [edition, indices.EPI.rankRule.value]);
    expect(rules).toEqual([
      ...[2003, 2004].map((edition) => [edition, null]),
      [2005, 'dense'],
      ...[2008, 2010].map((edition) => [edition, null]),
      [2012, 'dense'],
      ...[2014, 2016, 2018, 2020, 2022, 2024].map((edition) => [edition, 'competition']),
    ]);
  });
});

describe('what a printed zero means (P.8)', () => {
  const statuses = (code: IndexCode) =>
    METHODS.map(({ edition, indices }) => [edition, indices[code].zeroMeans.value]);
  const split = (until: number, before: string) =>
    METHODS.map(({ edition }) => [edition, edition <= until ? before : 'observed']);

  it('is “not assessed” for the EGDI to 2012', () => {
    expect(statuses('EGDI')).toEqual(split(2012, 'not_assessed'));
  });

  it.each(['HCI', 'TII'] as const)('is “not available” for %s to 2010', (code) => {
    expect(statuses(code)).toEqual(split(2010, 'not_available'));
    expect(EARLY).toHaveLength(5);
  });

  it.each(['OSI', 'EPI'] as const)('is an observed zero for %s', (code) => {
    expect(statuses(code)).toEqual(split(0, ''));
  });
});

describe('breaks of method (§10)', () => {
  it('stand where the specification lists them, and the EGDI breaks with its sub-indices', () => {
    const breaks = METHODS.flatMap(({ edition, indices }) =>
      INDEX_CODES.filter((code) => indices[code].breakBefore).map((code) => `${edition} ${code}`),
    );
    expect(breaks).toEqual([
      ...['2008 EGDI', '2008 TII'],
      ...['2012 EGDI', '2012 TII', '2012 HCI'],
      ...['2014 EGDI', '2014 TII', '2014 HCI'],
      ...['2018 EGDI', '2018 TII'],
      ...['2020 EGDI', '2020 TII'],
      ...['2022 EGDI', '2022 OSI'],
      ...['2024 EGDI', '2024 TII', '2024 HCI'],
    ]);
  });
});

describe('components (§3, §4)', () => {
  const ids = (edition: Edition, code: IndexCode) =>
    componentsOf(methodOf(edition).indices[code]).map((node) => node.code);

  it('of TII lose fixed telephone in 2020 and fixed broadband in 2024', () => {
    expect([ids(2018, 'TII').length, ids(2020, 'TII').length, ids(2022, 'TII').length]).toEqual([5, 4, 4]);
    expect(ids(2018, 'TII')).toContain('fixed_telephone');
    expect(ids(2020, 'TII')).not.toContain('fixed_telephone');
    expect(ids(2024, 'TII')).not.toContain('fixed_broadband');
    expect(ids(2024, 'TII')).toContain('affordability');
    for (const edition of [2020, 2022])
      expect(methodOf(edition).indices.TII.construction.value).toContain('capped at 120');
    expect(methodOf(2018).indices.TII.construction.value).not.toContain('cap');
  });

  it('of HCI are two to 2012, four to 2022 and five in 2024', () => {
    expect(METHODS.map(({ edition }) => ids(edition, 'HCI').length)).toEqual([
      2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 4, 5,
    ]);
    expect(weights(methodOf(2022).indices.HCI)).toEqual(['1/3', '2/9', '2/9', '2/9']);
  });
});

interface AnyRule {
  readonly value: unknown;
  readonly evidence: string;
  readonly source: string;
}

/** Every rule in a method, at any depth. */
function rulesIn(node: unknown): AnyRule[] {
  if (node === null || typeof node !== 'object') return [];
  if ('evidence' in node && 'source' in node && 'value' in node) return [node as AnyRule];
  return Object.values(node).flatMap((child) => rulesIn(child));
}

function latticeText({ lattice }: EditionMethod['indices'][IndexCode]): string {
  return lattice ? `${decimalText(lattice.value.range)} by ${decimalText(lattice.value.step)}` : 'none';
}

function weights(rules: IndexMethod): string[] {
  return componentsOf(rules).map(({ weight }) => (weight.value === null ? '?' : weightText(weight.value)));
}

function stepKind(step: Step): string {
  return step.kind === 'normalise' ? step.normalisation.method : step.kind;
}
