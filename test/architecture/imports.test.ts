import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importCircles } from './import-circles.ts';
import { importOffences, type SourceFile } from './import-rules.ts';
import { readModule } from './module-edges.ts';

const ROOT = join(import.meta.dirname, '..', '..');

function sourceFiles(): SourceFile[] {
  return ['src', 'pipelines'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path: relative(ROOT, path).split(sep).join('/'), text: readFileSync(path, 'utf8') })),
  );
}

function runtimePackages(): Set<string> {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return new Set(Object.keys(manifest.dependencies));
}

describe('the project', () => {
  const files = sourceFiles();

  test('imports only upwards, each package by its owner, without default exports', () => {
    const packages = runtimePackages();
    expect(files.flatMap((file) => importOffences(file, packages))).toEqual([]);
  });

  test('is really looked at: there are files, imports between folders and imports of packages', () => {
    const specifiers = files.flatMap((file) => readModule(file.text).edges.map((edge) => edge.specifier));
    expect(files.length).toBeGreaterThan(20);
    expect(specifiers).toContain('zod');
    expect(specifiers).toContain('../model/error.ts');
  });

  test('every line that begins like an import is seen as one', () => {
    for (const { path, text } of files) {
      const expected = [...text.matchAll(/^(?:import\b.*|\}) from '([^']+)'|^import '([^']+)'/gm)].map(
        (match) => match[1] ?? match[2],
      );
      const seen = readModule(text).edges.map((edge) => edge.specifier);
      expect(seen, path).toEqual(expect.arrayContaining(expected));
    }
  });

  test('has no files that import each other', () => {
    expect(importCircles(files)).toEqual([]);
  });

  test('file names are in kebab case', () => {
    const odd = files.filter(
      ({ path }) => !/^[a-z0-9-]+(\.[a-z0-9]+)?\.ts$/.test(path.split('/').at(-1) ?? ''),
    );
    expect(odd.map((file) => file.path)).toEqual([]);
  });
});

describe('the rule', () => {
  const packages = new Set([
    'zod',
    'xlsx',
    'csv-parse',
    'pg',
    'kysely',
    'pg-copy-streams',
    '@electric-sql/pglite',
  ]);
  const check = (path: string, text: string): string[] => importOffences({ path, text }, packages);

  test.each([
    ['a folder below', 'src/model/a.ts', `import { b } from '../runtime/clock.ts';`],
    ['a folder below, for a type', 'src/runtime/a.ts', `import type { B } from '../warehouse/b.ts';`],
    ['a folder below, by inline import', 'src/stages/a.ts', `type B = import('../pipeline/b.ts').B;`],
    ['a folder below, dynamically', 'src/report/a.ts', `const b = await import("../cli/b.ts");`],
    ['a folder below, by re-export', 'src/model/a.ts', `export * from '../reference/b.ts';`],
    ['a folder below, by named re-export', 'src/model/a.ts', `export { b } from '../reference/b.ts';`],
    ['a folder below, for its effect', 'src/model/a.ts', `import '../reference/b.ts';`],
    ['a folder below, by require', 'src/model/a.ts', `createRequire(import.meta.url)('../cli/b.ts');`],
    [
      'a folder below, as a child process',
      'src/readers/a.ts',
      `fork(new URL('../cli/b.ts', import.meta.url));`,
    ],
    ['a folder below, over several lines', 'src/model/a.ts', `import {\n  b,\n} from '../runtime/b.ts';`],
    [
      'a folder below, behind a comment',
      'src/model/a.ts',
      `/* x */ import { b } from /* y */ '../cli/b.ts';`,
    ],
    ['a folder below, inside a template', 'src/model/a.ts', `const a = \`\${await import('../cli/b.ts')}\`;`],
    ['a folder below, as a namespace', 'src/model/a.ts', `import * as b from '../cli/b.ts';`],
    ['a folder below, as a default', 'src/model/a.ts', `import b from '../cli/b.ts';`],
    ['reference from readers', 'src/readers/a.ts', `import { b } from '../reference/b.ts';`],
    ['readers from warehouse', 'src/warehouse/a.ts', `import { b } from '../readers/b.ts';`],
    ['reference from methodology', 'src/methodology/a.ts', `import { b } from '../reference/b.ts';`],
    ['methodology from reference', 'src/reference/a.ts', `import { b } from '../methodology/b.ts';`],
    ['composite from sources', 'src/sources/a.ts', `import { b } from '../composite/b.ts';`],
    ['another stage', 'src/stages/load.ts', `import { b } from './validate.ts';`],
    ['a stage from a helper of another', 'src/stages/load/rows.ts', `import { b } from '../audit.ts';`],
    ['xlsx outside readers', 'src/sources/a.ts', `import { read } from 'xlsx';`],
    ['csv-parse outside readers', 'src/report/a.ts', `import { parse } from 'csv-parse/sync';`],
    ['pg outside warehouse', 'src/stages/a.ts', `import type { Pool } from 'pg';`],
    ['kysely outside warehouse', 'src/pipeline/a.ts', `import { sql } from 'kysely';`],
    ['PGlite outside warehouse', 'src/cli/a.ts', `await import('@electric-sql/pglite/node');`],
    ['a package that is not shipped', 'src/model/a.ts', `import { test } from 'vitest';`],
    ['a computed import', 'src/cli/a.ts', `await import(\`./commands/\${name}.ts\`);`],
    ['a composed import', 'src/cli/a.ts', `await import('./a' + name);`],
    ['an absolute file', 'src/cli/a.ts', `import '/srv/b.ts';`],
    ['a test', 'src/cli/a.ts', `import '../../test/support/b.ts';`],
    [
      'pipelines outside cli',
      'src/pipeline/a.ts',
      `import { b } from '../../pipelines/un-survey/pipeline.ts';`,
    ],
    [
      'more than definePipeline from a pipeline',
      'pipelines/x/a.ts',
      `import { b } from '../../src/model/b.ts';`,
    ],
    ['a package from a pipeline', 'pipelines/x/a.ts', `import * as z from 'zod';`],
    ['a system module from a pipeline', 'pipelines/x/a.ts', `import { readFileSync } from 'node:fs';`],
    ['another pipeline', 'pipelines/x/a.ts', `import { b } from '../y/b.ts';`],
    ['a default export', 'src/model/a.ts', 'export default 1;'],
    ['a default export by name', 'src/model/a.ts', 'const a = 1;\nexport { a as default };'],
    ['a drawer for anything', 'src/model/date-utils.ts', ''],
    ['a folder that the design does not have', 'src/lib/a.ts', ''],
    ['a file beside the folders', 'src/index.ts', ''],
  ])('refuses %s', (_, path, text) => {
    expect(check(path, text)).toHaveLength(1);
  });

  test.each([
    ['a folder above', 'src/stages/load.ts', `import { b } from '../warehouse/b.ts';`],
    ['its own folder', 'src/warehouse/a.ts', `import { b } from './sub/b.ts';`],
    ['a part of the same stage', 'src/stages/load.ts', `import { b } from './load/rows.ts';`],
    [
      'its own package',
      'src/readers/a.ts',
      `import { read } from 'xlsx';\nimport { parse } from 'csv-parse';`,
    ],
    ['a command', 'src/cli/main.ts', `await import('./run.ts');`],
    ['a pipeline, by cli', 'src/cli/a.ts', `import { b } from '../../pipelines/un-survey/pipeline.ts';`],
    [
      'definePipeline',
      'pipelines/x/a.ts',
      `import { definePipeline } from '../../src/pipeline/define-pipeline.ts';`,
    ],
    ['a sibling declaration', 'pipelines/x/a.ts', `import { b } from './aliases.ts';`],
    [
      'nothing, in a comment',
      'src/model/a.ts',
      `// import { b } from '../cli/b.ts';\n/* import '../cli/b.ts'; */`,
    ],
    [
      'nothing, in a text',
      'src/model/a.ts',
      `const a = "import b from '../cli/b.ts'";\nconst c = \`import '../cli/b.ts'\`;`,
    ],
    ['nothing, in a pattern', 'src/model/a.ts', `const a = /'/; const b = 1 / 2; // '\nconst c = /[/']/;`],
    [
      'words that only look like it',
      'src/model/a.ts',
      `x.import('y'); switch (a) { default: f({ default: 1 }); }`,
    ],
    ['Array.from', 'src/model/a.ts', `const a = Array.from('abc');`],
  ])('accepts %s', (_, path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  test('finds circles, of types and over other files too, and what only leads to one is none', () => {
    const files = [
      { path: 'src/model/a.ts', text: `import type { B } from './b.ts';` },
      { path: 'src/model/b.ts', text: `export * from './sub/c.ts';` },
      { path: 'src/model/sub/c.ts', text: `const a = await import('../a.ts');` },
      { path: 'src/model/d.ts', text: `import { a } from './a.ts';` },
      { path: 'src/model/e.ts', text: `import { e } from './e.ts';` },
    ];
    expect(importCircles(files)).toEqual([
      ['src/model/a.ts', 'src/model/b.ts', 'src/model/sub/c.ts'],
      ['src/model/e.ts'],
    ]);
  });

  test('names file, line and reason', () => {
    const text = `import { a } from './a.ts';\n\nimport { b } from '../cli/b.ts';\n`;
    expect(check('src/model/x.ts', text)).toEqual([
      'src/model/x.ts:3 imports src/cli/b.ts, which is below it',
    ]);
  });
});
