/** The import direction of DESIGN §5 as a pure function: a source file in, its offences out. */
import { posix } from 'node:path';
import { readModule } from './module-edges.ts';

export interface SourceFile {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Reading order: a folder imports only from those above it. */
const FOLDERS = [
  'model',
  'runtime',
  'reference',
  'methodology',
  'readers',
  'warehouse',
  'composite',
  'analysis',
  'sources',
  'stages',
  'pipeline',
  'report',
  'cli',
];

/** Folders that are above another one in the list and still not for it. */
const STRANGERS: readonly (readonly [from: string, to: string])[] = [
  ...['reference', 'methodology', 'readers', 'warehouse'].flatMap((from, index, all) =>
    all.slice(0, index).map((to) => [from, to] as const),
  ),
  ['sources', 'composite'],
  ['sources', 'analysis'],
];

const STAGES = ['extract', 'validate', 'normalise', 'compute', 'reconcile', 'load', 'audit', 'publish'];

/** Folders, or single files where a package has one more use than that of its folder. */
const PACKAGE_OWNERS: Readonly<Record<string, readonly string[]>> = {
  // Reading a workbook is dangerous and stays with readers/; the export only writes one.
  xlsx: ['src/readers/', 'src/report/export/xlsx-file.ts'],
  'hyparquet-writer': ['src/report/export/parquet-file.ts'],
  'csv-parse': ['src/readers/'],
  pg: ['src/warehouse/'],
  'pg-copy-streams': ['src/warehouse/'],
  kysely: ['src/warehouse/'],
  '@electric-sql/pglite': ['src/warehouse/'],
};

const DEFINE_PIPELINE = 'src/pipeline/define-pipeline.ts';
const JUNK_DRAWER = /(^|[-_.])(utils?|helpers?|misc)([-_.]|$)/i;

/** All offences of one file, as `path:line what is wrong`. */
export function importOffences(file: SourceFile, runtimePackages: ReadonlySet<string>): string[] {
  const offences: string[] = [];
  const shape = readModule(file.text);
  const home = folderOf(file.path);
  if (home === undefined) offences.push(`${file.path} is in no folder of the design`);
  if (file.path.split('/').some((part) => JUNK_DRAWER.test(part))) {
    offences.push(`${file.path} is a drawer for anything; name the concept`);
  }
  if (shape.hasDefaultExport) offences.push(`${file.path} has a default export`);
  for (const { specifier, line } of shape.edges) {
    const offence = edgeOffence(file.path, specifier, runtimePackages);
    if (offence !== undefined) offences.push(`${file.path}:${line} ${offence}`);
  }
  return offences;
}

function edgeOffence(
  path: string,
  specifier: string | null,
  packages: ReadonlySet<string>,
): string | undefined {
  if (specifier === null) return 'computes what it imports';
  if (/^(\/|file:|data:|https?:)/.test(specifier)) return `imports '${specifier}' by an absolute address`;
  if (specifier.startsWith('.')) return moduleOffence(path, posix.join(posix.dirname(path), specifier));
  if (specifier.startsWith('node:')) return inPipelines(path) ? `imports ${specifier}` : undefined;
  return packageOffence(path, specifier, packages);
}

function packageOffence(path: string, specifier: string, packages: ReadonlySet<string>): string | undefined {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  if (inPipelines(path)) return `imports the package ${name}`;
  if (!packages.has(name)) return `imports ${name}, which is no dependency in package.json`;
  const owners = PACKAGE_OWNERS[name];
  return owners === undefined || owners.some((owner) => path.startsWith(owner))
    ? undefined
    : `imports ${name}, which is for ${owners.join(' and ')} only`;
}

function moduleOffence(path: string, target: string): string | undefined {
  const from = folderOf(path);
  const to = folderOf(target);
  if (to === undefined) return `imports ${target}, outside the folders of the design`;
  if (inPipelines(path)) return pipelineOffence(path, target);
  if (inPipelines(target)) return from === 'cli' ? undefined : `imports ${target}, which is for cli only`;
  if (from === 'stages' && to === 'stages') return stageOffence(path, target);
  if (from === undefined || from === to) return undefined;
  if (FOLDERS.indexOf(to) > FOLDERS.indexOf(from)) return `imports ${target}, which is below it`;
  const strange = STRANGERS.some(([one, other]) => one === from && other === to);
  return strange ? `imports ${target}; ${from} does not import ${to}` : undefined;
}

function pipelineOffence(path: string, target: string): string | undefined {
  if (target === DEFINE_PIPELINE) return undefined;
  if (!inPipelines(target)) return `imports ${target}; declarations import ${DEFINE_PIPELINE} only`;
  const [, ownPipeline = '', inFolder] = path.split('/');
  const isSibling = inFolder === undefined || target.startsWith(`pipelines/${ownPipeline}/`);
  return isSibling ? undefined : `imports ${target}, of another pipeline`;
}

function stageOffence(path: string, target: string): string | undefined {
  const [from, to] = [stageOf(path), stageOf(target)];
  return from !== to && STAGES.includes(to)
    ? `imports ${target}; stages do not import each other`
    : undefined;
}

function stageOf(path: string): string {
  return (path.split('/')[2] ?? '').replace(/\.ts$/, '');
}

function inPipelines(path: string): boolean {
  return path.startsWith('pipelines/');
}

/** The design's folder a path is in; `pipelines` counts as one. */
function folderOf(path: string): string | undefined {
  const [root, folder = '', ...rest] = path.split('/');
  if (root === 'pipelines') return 'pipelines';
  return root === 'src' && rest.length > 0 && FOLDERS.includes(folder) ? folder : undefined;
}
