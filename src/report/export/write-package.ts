/**
 * Writes what a reader's snapshot holds as files of one format with their description. Memory does not grow with the
 * number of rows, except where a format cannot be written in pieces; it then refuses what is too large for it.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PROGRAM_VERSION } from '../../model/version.ts';
import type { ReaderSnapshot, SnapshotSource } from '../../warehouse/queries/reader-snapshot.ts';
import type { Contract, ContractRelation } from '../../warehouse/queries/reporting-contract.ts';
import { exportColumn } from './column-kind.ts';
import { describePackage, type PackagedFile } from './data-package.ts';
import type { ExportFormat, FormatOptions } from './file-format.ts';
import { openFileWriter } from './open-file-writer.ts';
import { openOutputFolder, PACKAGE_FILE } from './output-folder.ts';
import type { PackageFacts } from './package-facts.ts';

export interface ExportOrder extends FormatOptions {
  readonly format: ExportFormat;
  readonly folder: string;
  readonly force: boolean;
  /** What the file of the statement is called. */
  readonly statementName: string;
  readonly contract: Contract;
  readonly createdAt: Date;
  readonly signal: AbortSignal;
}

/** Writes the package and returns its files. Throws what the formats and the folder throw; nothing is left then. */
export async function writePackage(snapshot: ReaderSnapshot, order: ExportOrder): Promise<PackagedFile[]> {
  const { format, contract, createdAt } = order;
  const facts: PackageFacts = {
    createdAt,
    release: snapshot.release,
    sourceFiles: snapshot.sourceFiles,
    contractVersion: contract.version,
    programVersion: PROGRAM_VERSION,
  };
  const output = await openOutputFolder(order.folder, order.force);
  try {
    const files: PackagedFile[] = [];
    for (const source of snapshot.sources) {
      files.push(await writeFileOf(source, output.staging, facts, order));
    }
    const description = describePackage(files, facts, format, order);
    await writeFile(join(output.staging, PACKAGE_FILE), `${JSON.stringify(description, null, 2)}\n`);
    order.signal.throwIfAborted();
    await output.keep(files.map(({ path }) => path));
    return files;
  } catch (error) {
    await output.discard();
    throw error;
  }
}

async function writeFileOf(
  source: SnapshotSource,
  staging: string,
  facts: PackageFacts,
  order: ExportOrder,
): Promise<PackagedFile> {
  const { format, signal, bom, formulaGuard } = order;
  const promised = promiseOf(source, order.contract);
  const { relation } = source;
  const name = nameOf(source, order.statementName);
  const description = promised?.comment ?? null;
  const columns = source.columns.map(exportColumn);
  const columnDescriptions = new Map(
    (promised?.columns ?? []).flatMap((column) =>
      column.comment === null ? [] : [[column.name, column.comment] as const],
    ),
  );
  const path = join(staging, `${name}.${format}`);
  const about = { name, description, columnDescriptions, facts };
  const writer = await openFileWriter(format, { path, columns, bom, formulaGuard, about });
  let rows = 0;
  try {
    for await (const batch of source.batches()) {
      signal.throwIfAborted();
      await writer.write(batch);
      rows += batch.length;
    }
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  return {
    name,
    path: `${name}.${format}`,
    rows,
    bytes: (await stat(path)).size,
    sha256: await hashFile(path),
    description,
    columns,
    columnDescriptions,
    nullable: new Map((promised?.columns ?? []).map((column) => [column.name, column.nullable !== false])),
    grain: promised?.grain ?? [],
    foreignKeys: promised?.foreignKeys ?? [],
    table: relation?.schema === 'reporting' ? relation.name : null,
  };
}

function promiseOf({ relation }: SnapshotSource, contract: Contract): ContractRelation | undefined {
  if (relation?.schema !== 'reporting' && relation?.schema !== 'history') return undefined;
  return contract.schemas[relation.schema][relation.name];
}

function nameOf({ relation }: SnapshotSource, statementName: string): string {
  if (relation === null) return statementName;
  return relation.schema === 'reporting' ? relation.name : `${relation.schema}.${relation.name}`;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
