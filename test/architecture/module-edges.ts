/**
 * Reads the module edges of a source text without a parser: comments, strings, templates and regular
 * expressions are recognised, so that an import in a comment is none and one behind a comment is one.
 */

export interface ModuleEdge {
  /** What is imported; null when an `import(…)` or `require(…)` computes it. */
  readonly specifier: string | null;
  readonly line: number;
}

export interface ModuleShape {
  readonly edges: readonly ModuleEdge[];
  readonly hasDefaultExport: boolean;
}

interface Token {
  readonly kind: 'word' | 'string' | 'template' | 'mark';
  readonly text: string;
  readonly line: number;
}

/** Static, type-only, re-exporting, dynamic and `require` imports, and `new URL('….ts', import.meta.url)`. */
export function readModule(source: string): ModuleShape {
  const tokens = tokenise(source);
  const edges: ModuleEdge[] = [];
  let hasDefaultExport = false;
  tokens.forEach((token, index) => {
    if (token.kind !== 'word') return;
    const is = (offset: number, ...texts: string[]): boolean => {
      const other = tokens[index + offset];
      return other !== undefined && other.kind !== 'string' && texts.includes(other.text);
    };
    const targetAt = (offset: number): void => {
      const target = tokens[index + offset];
      const isWhole = !is(offset - 1, '(') || is(offset + 1, ')', ',');
      edges.push({ specifier: target?.kind === 'string' && isWhole ? target.text : null, line: token.line });
    };
    const isBeforeText = tokens[index + 1]?.kind === 'string';
    const isMember = is(-1, '.');
    const isKey = is(1, ':');
    if (token.text === 'import' && !isMember) {
      if (is(1, '(')) targetAt(2);
      else if (isBeforeText) targetAt(1);
    } else if (token.text === 'from' && !isMember && isBeforeText) {
      if (is(-1, '}', '*') || isAfterBinding(tokens, index)) targetAt(1);
    } else if (token.text === 'require' && is(1, '(')) {
      targetAt(2);
    } else if (token.text === 'createRequire' && is(1, '(')) {
      const called = matching(tokens, index + 1) + 1 - index;
      if (is(called, '(')) targetAt(called + 1);
    } else if (
      token.text === 'URL' &&
      is(-1, 'new') &&
      is(1, '(') &&
      is(3, ',') &&
      is(4, 'import') &&
      is(6, 'meta')
    ) {
      if (/\.[cm]?[jt]s$/.test(tokens[index + 2]?.text ?? '')) targetAt(2);
    } else if (token.text === 'default' && !isKey) {
      if (is(-1, 'export')) hasDefaultExport = true;
      if (is(-1, 'as') && is(1, '}', ',') && exportsBlock(tokens, index)) hasDefaultExport = true;
    }
  });
  return { edges, hasDefaultExport };
}

/** `from` after `import name`, `import type name` or `export * as name`. */
function isAfterBinding(tokens: readonly Token[], from: number): boolean {
  for (let index = from - 1; index >= Math.max(0, from - 4); index -= 1) {
    if (tokens[index]?.text === 'import' || tokens[index]?.text === '*') return true;
    if (tokens[index]?.kind !== 'word') return false;
  }
  return false;
}

function exportsBlock(tokens: readonly Token[], inside: number): boolean {
  for (let index = inside; index > 0; index -= 1) {
    if (tokens[index]?.text !== '{') continue;
    return tokens[index - 1]?.text === 'export' || tokens[index - 1]?.text === 'type';
  }
  return false;
}

function matching(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    if (tokens[index]?.text === '(') depth += 1;
    if (tokens[index]?.text === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length;
}

const PIECES = [
  /\/\/[^\n]*|\/\*[\s\S]*?\*\//, // comment
  /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/, // string
  /[\p{ID_Start}$_#@][\p{ID_Continue}$]*/u, // word
  /\d[\w.]*/, // number
  /[^\s]/, // mark
].map((pattern) => new RegExp(pattern.source, `y${pattern.flags}`));

const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const REGEX_AFTER_WORD = /^(return|typeof|case|in|of|delete|void|throw|new|else|do|yield|await)$/;

function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  // Depths of braces at which a template's `${` began: its `}` continues the template.
  const templates: number[] = [];
  let braces = 0;
  let at = 0;
  let line = 1;

  const push = (kind: Token['kind'], text: string): void => void tokens.push({ kind, text, line });
  const take = (length: number): string => {
    const text = source.slice(at, at + length);
    line += text.split('\n').length - 1;
    at += length;
    return text;
  };
  const template = (): void => {
    const rest = source.slice(at + 1);
    const end = /(?:^|[^\\])(?:\\\\)*(`|\$\{)/.exec(rest);
    const stop = end ? end.index + end[0].length + 1 : rest.length + 1;
    push('template', take(stop));
    if (end?.[1] === '${') templates.push(braces);
  };

  while (at < source.length) {
    const char = source[at] ?? '';
    if (/\s/.test(char)) take(1);
    else if (char === '`') template();
    else if (char === '}' && templates.at(-1) === braces) {
      templates.pop();
      template();
    } else if (char === '/' && startsRegex(tokens.at(-1), source[at + 1])) {
      REGEX.lastIndex = at;
      push('mark', take(REGEX.exec(source)?.[0].length ?? 1));
    } else {
      const piece = PIECES.findIndex((pattern) => {
        pattern.lastIndex = at;
        return pattern.test(source);
      });
      const pattern = PIECES[piece] as RegExp;
      pattern.lastIndex = at;
      const text = pattern.exec(source)?.[0] ?? char;
      if (piece === 1) push('string', text.slice(1, -1));
      else if (piece > 1) push(piece === 2 ? 'word' : 'mark', text);
      if (text === '{') braces += 1;
      if (text === '}') braces -= 1;
      take(text.length);
    }
  }
  return tokens;
}

function startsRegex(previous: Token | undefined, next: string | undefined): boolean {
  if (next === '/' || next === '*') return false;
  if (previous === undefined) return true;
  if (previous.kind === 'word') return REGEX_AFTER_WORD.test(previous.text);
  return previous.kind === 'mark' && !/[)\]}\w]$/.test(previous.text);
}
