import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EgdiError, EXIT } from '../../../src/model/error.ts';
import { assertConserved, stageCount, sumCounts } from '../../../src/model/stage.ts';

const part = fc.nat({ max: 500 });
const conserved = fc
  .record({ out: part, quarantined: part, excluded: part, merged: part, fanOut: fc.constantFrom(1, 5, 12) })
  .map((parts) => {
    const accounted = parts.out + parts.quarantined + parts.excluded + parts.merged;
    // What does not divide by the fan-out is put to the output.
    const rest = (parts.fanOut - (accounted % parts.fanOut)) % parts.fanOut;
    return stageCount('validate', 'rows → cells', {
      ...parts,
      out: parts.out + rest,
      in: (accounted + rest) / parts.fanOut,
    });
  });

describe('conservation', () => {
  it('holds when everything is accounted for: out, quarantined, excluded or merged', () => {
    fc.assert(
      fc.property(conserved, (count) => assertConserved(count)),
      { seed: 1 },
    );
  });

  it('throws when one unit is lost or invented, wherever', () => {
    fc.assert(
      fc.property(
        conserved,
        fc.constantFrom('out', 'quarantined', 'excluded', 'merged', 'in'),
        fc.constantFrom(-1, 1),
        (count, key, step) => {
          expect(() => assertConserved({ ...count, [key]: count[key] + step })).toThrow(EgdiError);
        },
      ),
      { seed: 2 },
    );
  });

  it('names stage, unit and all counts, and says that nothing was loaded', () => {
    const lost = stageCount('normalise', 'records → country rows', { in: 193, out: 190, excluded: 2 });
    try {
      assertConserved(lost);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'conservation-broken', exitCode: EXIT.unexpected });
      const { message, hint } = error as EgdiError;
      expect(message).toBe(
        'normalise does not conserve records → country rows: 193 × 1 in, 190 out, 0 quarantined, 2 excluded, 0 merged',
      );
      expect(hint).toContain('nothing was loaded');
    }
  });
});

describe('totals', () => {
  it('are kept apart by stage, unit and fan-out', () => {
    const counts = [
      stageCount('validate', 'rows → records', { in: 2, out: 2 }),
      stageCount('validate', 'rows → records', { in: 3, out: 2, quarantined: 1 }),
      stageCount('validate', 'rows → cells', { in: 1, out: 12, fanOut: 12 }),
      stageCount('normalise', 'rows → records', { in: 4, out: 4 }),
    ];
    expect(
      sumCounts(counts).map((count) => [count.stage, count.unit, count.in, count.out, count.quarantined]),
    ).toEqual([
      ['validate', 'rows → records', 5, 4, 1],
      ['validate', 'rows → cells', 1, 12, 0],
      ['normalise', 'rows → records', 4, 4, 0],
    ]);
  });

  it('of conserved counts are conserved', () => {
    fc.assert(
      fc.property(fc.array(conserved, { maxLength: 8 }), (counts) =>
        sumCounts(counts).forEach(assertConserved),
      ),
      { seed: 3 },
    );
  });
});
