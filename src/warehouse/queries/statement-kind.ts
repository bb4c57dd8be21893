/**
 * What kind of statement a text starts with, as far as its first word tells. Owned by warehouse/; pure. This is for
 * clear messages: what a statement may do is decided by the database (`reader-query.ts`).
 */

/** `rows`: its columns are known before it runs; `report`: it describes itself in rows of text. */
export type StatementKind = 'rows' | 'report';

const KINDS: ReadonlyMap<string, StatementKind> = new Map([
  ['select', 'rows'],
  ['with', 'rows'],
  ['values', 'rows'],
  ['table', 'rows'],
  ['explain', 'report'],
  ['show', 'report'],
]);

export const QUERY_KEYWORDS: readonly string[] = [...KINDS.keys()];

/** The kind of a statement that may be asked; undefined for any other. */
export function statementKind(statement: string): StatementKind | undefined {
  return KINDS.get(firstKeyword(statement));
}

/** First word in lower case, after white space, comments and opening parentheses; empty where there is none. */
export function firstKeyword(statement: string): string {
  let rest = statement;
  for (;;) {
    rest = rest.replace(/^[\s(]+/, '');
    if (rest.startsWith('--')) rest = rest.replace(/^--[^\r\n]*/, '');
    else if (rest.startsWith('/*')) rest = afterBlockComment(rest);
    else return /^[a-z_]+/i.exec(rest)?.[0].toLowerCase() ?? '';
  }
}

/** PostgreSQL's block comments nest. */
function afterBlockComment(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    if (pair !== '/*' && pair !== '*/') continue;
    depth += pair === '/*' ? 1 : -1;
    at += 1;
    if (depth === 0) return text.slice(at + 1);
  }
  return '';
}
