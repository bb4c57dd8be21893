import { describe, expect, test } from 'vitest';
import { decisionText, quarantineTable } from '../../../src/report/quarantine.ts';
import { quarantineText } from '../../../src/report/quarantine-row.ts';
import { createPalette } from '../../../src/report/text.ts';
import { HELD_ROW } from './quarantine-cases.ts';

const plain = createPalette(false);
const CORRECTION = { column: 2, header: 'Country Name', from: 'Kazakstan', to: 'Kazakhstan' };
const RELEASE = {
  decisionNo: 1,
  decision: 'released',
  by: 'anna',
  at: '2026-01-31T12:34:00.000Z',
  reason: 'a slip',
  corrections: [CORRECTION],
} as const;

describe('B7 the list', () => {
  test('names row, cell, edition, what is wrong and the runs that met it', () => {
    const [, line = ''] = quarantineTable([HELD_ROW], {}, plain).split('\n');
    expect(line.trim()).toBe(
      '7  open    EGOV_DATA_2018.csv  B12      2018  no country is declared as “Kazakstan”   3–5',
    );
  });

  test('tells a row without issues of its own by the catalogue', () => {
    const text = quarantineTable([{ ...HELD_ROW, issues: [], issueCodes: ['edition-unknown'] }], {}, plain);
    expect(text).toContain('row 12');
    expect(text).toContain('edition-unknown: an edition that is not declared');
  });

  test('says how many it does not show', () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({ ...HELD_ROW, id: index + 1 }));
    expect(quarantineTable(rows, {}, plain)).toContain('… and 10 more');
  });

  test('is short when nothing is held back', () => {
    expect(quarantineTable([], {}, plain)).toBe('No row is held back. Decided ones: --all');
    expect(quarantineTable([], { all: true, runId: 4 }, plain)).toBe('No row was ever held back by run 4.');
  });
});

describe('B7 one row', () => {
  test('is shown with every cell, its issues and the commands that decide about it', () => {
    const text = quarantineText(HELD_ROW, plain);
    expect(text).toContain('B12  name-unknown: no country is declared as “Kazakstan”');
    expect(text).toContain('→ did you mean Kazakhstan?');
    expect(text).toMatch(/B +Country Name +Kazakstan/);
    expect(text).toMatch(/D +2020 +\(blank\)/);
    expect(text).toContain('egdi quarantine release 7 --set "Country Name=…" --reason "…"');
    expect(text).toContain('egdi quarantine reject 7 --reason "…"');
    expect(text).not.toContain('reopen');
  });

  test('that was released tells by whom, why, from what to what', () => {
    const text = quarantineText(
      { ...HELD_ROW, status: 'released', corrections: [CORRECTION], decisions: [RELEASE] },
      plain,
    );
    expect(text).toContain('2026-01-31 12:34 UTC  released by anna: a slip');
    expect(text).toContain('Country Name: “Kazakstan” → “Kazakhstan”');
    expect(text).toContain('egdi quarantine reopen 7');
  });

  test('that was resolved asks for no decision', () => {
    expect(quarantineText({ ...HELD_ROW, status: 'resolved' }, plain)).not.toContain('To decide');
  });

  test('cannot speak to the terminal through its cells', () => {
    const wild = {
      ...HELD_ROW,
      fileName: 'a\u001b[2J.csv',
      cells: [{ column: 'x\u0007', value: '\u001b]0;title' }],
    };
    const text = `${quarantineText(wild, plain)}${quarantineTable([wild], {}, plain)}`;
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(text).toContain('\\u001b]0;title');
  });

  test('quotes a header for the shell when it has to', () => {
    const cells = HELD_ROW.cells.map((cell, index) => (index === 1 ? { ...cell, column: "$(rm)'s" } : cell));
    expect(quarantineText({ ...HELD_ROW, cells }, plain)).toContain(`--set '$(rm)'\\''s=…'`);
  });
});

test('B7 a decision says what the next run will do', () => {
  const text = decisionText(
    [{ ...HELD_ROW, corrections: [CORRECTION], decisions: [RELEASE] }],
    'released',
    plain,
  );
  expect(text).toContain('1 row released by anna: a slip');
  expect(text).toContain('Country Name: “Kazakstan” → “Kazakhstan”');
  expect(text).toContain('The next run over the same file puts them through the whole contract again');
});
