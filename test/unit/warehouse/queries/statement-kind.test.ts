import { describe, expect, test } from 'vitest';
import { firstKeyword, statementKind } from '../../../../src/warehouse/queries/statement-kind.ts';

describe('statementKind', () => {
  test.each([
    ['select 1', 'rows'],
    ['  SELECT 1', 'rows'],
    ['With a as (select 1) table a', 'rows'],
    ['values (1)', 'rows'],
    ['((select 1))', 'rows'],
    ['-- what\n-- why\r\nselect 1', 'rows'],
    ['/* a /* nested */ comment */select 1', 'rows'],
    ['explain select 1', 'report'],
    ['show all', 'report'],
  ])('%j is asked', (statement, kind) => {
    expect(statementKind(statement)).toBe(kind);
  });

  test.each([
    '',
    '   ',
    ';',
    '-- select 1',
    '/* select 1',
    'selection',
    'reset role',
    'set role postgres',
    'do $$ begin end $$',
    '/* select */ commit',
    '-- select\ndelete from x',
    '"select" 1',
    '\u0000select 1',
  ])('%j is not', (statement) => {
    expect(statementKind(statement)).toBeUndefined();
  });

  test('the first keyword is in lower case', () => {
    expect(firstKeyword('/**/ DROP table x')).toBe('drop');
  });
});
