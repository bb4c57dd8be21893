/** Files that import each other, types included: none of them can be read, moved or tested without the others. */
import { posix } from 'node:path';
import type { SourceFile } from './import-rules.ts';
import { readModule } from './module-edges.ts';

/** Each circle as its files, sorted; a file that imports itself is one too. */
export function importCircles(files: readonly SourceFile[]): string[][] {
  const imports = new Map(files.map(({ path, text }) => [path, importedFiles(path, text)]));
  const reached = new Map(files.map(({ path }) => [path, reachableFrom(path, imports)]));
  const circles = new Map<string, string[]>();
  for (const [path, there] of reached) {
    if (!there.has(path)) continue;
    const circle = [...there].filter((other) => reached.get(other)?.has(path)).sort();
    circles.set(circle.join(' '), circle);
  }
  return [...circles.values()];
}

function importedFiles(path: string, text: string): string[] {
  return readModule(text).edges.flatMap(({ specifier }) =>
    specifier?.startsWith('.') ? [posix.join(posix.dirname(path), specifier)] : [],
  );
}

function reachableFrom(path: string, imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const open = [...(imports.get(path) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(imports.get(next) ?? []));
  }
  return reached;
}
