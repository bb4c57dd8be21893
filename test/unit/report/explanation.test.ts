import { expect, test } from 'vitest';
import { explanationJson, explanationText } from '../../../src/report/explanation.ts';
import { createPalette } from '../../../src/report/text.ts';
import { explanation, METHODOLOGY } from './explanation-cases.ts';

const PLAIN = createPalette(false);
const text = (...parts: Parameters<typeof explanation>) => explanationText(explanation(...parts), PLAIN);

test('a number is shown as published and as recomputed, with its rank and its cells', () => {
  const lines = text().split('\n');
  expect(lines[0]).toBe('Kazakhstan (KAZ) · EGDI 2018 · E-Government Development Index');
  expect(lines).toContain('  published       0.7597   rank 39 of 193');
  expect(lines).toContain(
    '  recomputed      0.75973… → 0.7597   rank 39, on the recomputed score rounded to 4 decimals',
  );
  expect(lines).toContain('  agreement       exact: recomputed and rounded, it is the published score');
  expect(lines.find((line) => line.includes('shown'))).toMatch(
    /0\.75970 +D9 +EGOV_DATA_2018\.csv +784baba36912/,
  );
  expect(lines.find((line) => line.includes('confirms'))).toMatch(/Sheet1!D9 +egdi-2018\.xlsx/);
  expect(lines.at(-1)).toBe(
    'Release 2, published 2026-01-31 12:34 UTC by run 3 (run); these figures since release 1.',
  );
});

test('a file that contradicts stands out', () => {
  expect(text()).toMatch(/0\.7000 +D9 +other\.csv .*CONTRADICTS/);
});

test('lines stay within 100 columns', () => {
  const long = Array.from({ length: 60 }, () => 'words').join(' ');
  const report = text({
    deviation: {
      id: 'score-KAZ-2018',
      kind: 'score',
      published: '0.7597',
      recomputed: '0.75',
      reason: long,
      causedBy: 'a,b',
      evidence: long,
    },
    methodology: { ...METHODOLOGY, source: long },
  });
  expect(Math.max(...report.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(100);
  expect(report).toContain('follows from    a, b');
});

test('a break before the edition says what changed', () => {
  const report = text({ scoreChange: '0.03471', rankChange: -6, isComparable: false, breakKind: 'parts' });
  expect(report).toContain(
    'since 2016      +0.03471, 6 ranks down; not comparable, the method changed: parts',
  );
  expect(report).toContain('break before  yes: components of TII; not comparable with 2016');
});

test('without a value the text says why, and what the printed zero and rank are', () => {
  const report = text({
    valueStatus: 'not_assessed',
    scorePublished: null,
    scorePrinted: '0.00000',
    rankPublished: null,
    rankPrinted: '183',
    scoreRecomputed: null,
    methodology: { ...METHODOLOGY, notAssessedWhen: 'hci-is-missing' },
  }).replace(/\n +/g, ' ');
  expect(report).toContain('published       no value');
  expect(report).toContain('no EGDI to a member without an HCI; the printed “0.00000” is no score');
  expect(report).toContain('rank “183” a place that all unassessed members share');
});

test('a sub-index has its points, and its weight in the EGDI', () => {
  const base = explanation(
    {
      indexCode: 'OSI',
      rankPublished: null,
      rankFromPublished: 32,
      pointsAboveMin: '125.0',
      pointsRange: '144.0',
      pointsStep: '1.0',
      pointsBasis: 'inferred',
    },
    [],
  );
  const report = explanationText({ ...base, weightInParent: '1/3', isZeroInParent: true }, PLAIN);
  expect(report).toContain('rank 32 of 193 (derived: none is printed)');
  expect(report).toContain('125 of 144, in steps of 1 (inferred)');
  expect(report).toContain('with weight 1/3, counted as zero because it is missing');
  expect(report).not.toContain('Formula');
});

test('JSON holds everything, numerics as strings, hashes in full', () => {
  const json: unknown = JSON.parse(explanationJson(explanation()));
  expect(json).toMatchObject({
    release: { releaseNo: 2, figuresSince: 1 },
    country: { iso3: 'KAZ' },
    edition: { edition: 2018 },
    figure: {
      scorePublished: '0.75970',
      scoreRecomputed: '0.759733333333333',
      methodology: { id: 'EGDI-2018' },
      evidence: [{ cell: 'D9', role: 'shown' }, { cell: 'Sheet1!D9' }, { role: 'contradicts' }],
    },
    formula: { result: '0.759733333333333' },
    inputs: [{ indexCode: 'OSI' }, { indexCode: 'TII' }, { indexCode: 'HCI' }],
    files: [{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
  });
});

test('colour is painted around whole lines only', () => {
  const colored = explanationText(explanation(), createPalette(true));
  const stripped = colored.replaceAll('\u001b', '').replace(/\[\d+m/g, '');
  expect(stripped).toBe(text());
  expect(colored).not.toBe(stripped);
});
