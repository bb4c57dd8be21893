import { describe, expect, it } from 'vitest';
import { diffMethods } from '../../../../src/analysis/methods/method-diff.ts';
import { methodFacts, treeFacts } from '../../../../src/analysis/methods/method-facts.ts';
import { ASEM } from '../../../../src/methodology/indices/asem.ts';
import type { EditionMethod } from '../../../../src/methodology/method.ts';
import { findMethod, METHODS } from '../../../../src/methodology/registry.ts';
import { EVIDENCE_MARKS } from '../../../../src/model/survey.ts';
import { changeText } from '../../../../src/report/methods-diff.ts';

function methodOf(edition: number): EditionMethod {
  const method = findMethod(edition);
  if (!method) throw new Error(`no method of ${edition}`);
  return method;
}

function words(before: number, after: number): string[] {
  return diffMethods(methodFacts(methodOf(before)), methodFacts(methodOf(after))).map(
    (one) => `${one.part} ${one.name}: ${changeText(one)}`,
  );
}

describe('the facts of a method', () => {
  it('each have a source and a mark, and no text exactly where the mark is unknown', () => {
    for (const fact of [...METHODS.flatMap(methodFacts), ...treeFacts(ASEM)]) {
      expect(fact.basis.length).toBeGreaterThan(0);
      for (const { evidence, source } of fact.basis) {
        expect(EVIDENCE_MARKS).toContain(evidence);
        expect(source).not.toBe('');
      }
      if (fact.text === null) expect(fact.basis.map(({ evidence }) => evidence)).toContain('unknown');
      else expect(fact.basis.map(({ evidence }) => evidence)).not.toContain('unknown');
    }
  });

  it('are named once in each index', () => {
    for (const method of METHODS) {
      const names = methodFacts(method).map(({ part, node, name }) => `${part} ${node} ${name}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('the difference of two methods', () => {
  it('is nothing between an edition and itself', () => {
    for (const { edition } of METHODS) expect(words(edition, edition)).toEqual([]);
  });

  it('2018 → 2020 is a component less, the cap, the ranges of points, the ranks and the classes', () => {
    expect(words(2018, 2020)).toEqual([
      'EGDI ranked on: the score rounded to 4 decimals → the unrounded score, with the exact OSI of its points',
      'OSI range of points: 144, in steps of 1 → 170, in steps of 1',
      'TII components: fixed_telephone removed',
      'TII weights: 1/5 each → 1/4 each',
      'TII cap: none → 120',
      'EPI range of points: 89, in steps of 1/2 → 84, in steps of 1',
      'groups rating classes: none → quartiles by rank within a level group',
    ]);
  });

  it('2010 → 2012 names the weights of the EGDI, the z-scores and the final min–max', () => {
    const found = words(2010, 2012);
    expect(found).toContain('EGDI weights: OSI 0.34, TII 0.33, HCI 0.33 → 1/3 each');
    expect(found).toContain('HCI normalisation: none → min–max to 0–1');
    expect(found).toContain(
      'HCI preparation: divided by 100 → z-score (standard deviation of the population, ddof 0)',
    );
    expect(found.filter((line) => line.startsWith('TII weights'))).toEqual([]);
  });

  it('says unknown for what nobody knows, and what an edition has no rule for', () => {
    const found = words(2022, 2024);
    expect(found).toContain('TII weights: 1/4 each → unknown');
    expect(found).toContain('TII components: fixed_broadband removed; affordability added');
    expect(found).toContain('HCI components: e_government_literacy added');
    expect(words(2020, 2022)).toContain('OSI range of points: 170, in steps of 1 → (no such rule)');
  });

  it('read backwards removes what it added and adds what it removed', () => {
    for (const [index, method] of METHODS.entries()) {
      const next = METHODS[index + 1];
      if (next === undefined) continue;
      const [there, back] = [
        diffMethods(methodFacts(method), methodFacts(next)),
        diffMethods(methodFacts(next), methodFacts(method)),
      ];
      const keyed = (found: typeof there, turned: boolean) =>
        found
          .map(({ part, name, before, after, removed, added }) =>
            JSON.stringify(
              turned
                ? [part, name, after, before, added, removed]
                : [part, name, before, after, removed, added],
            ),
          )
          .toSorted();
      expect(keyed(back, true)).toEqual(keyed(there, false));
    }
  });
});
