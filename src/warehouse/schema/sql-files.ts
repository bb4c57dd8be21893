/** SQL that lies in files: read once per process. Owned by warehouse/. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the program's SQL lies: the folder with migrations/, reporting/, audits/ and roles/. */
export interface SqlFolder {
  readonly path: string;
}

export async function readSql(folder: SqlFolder, ...name: string[]): Promise<string> {
  return readFile(join(folder.path, ...name), 'utf8');
}

export async function listSql(folder: SqlFolder, kind: string): Promise<string[]> {
  const names = await readdir(join(folder.path, kind));
  return names.filter((name) => name.endsWith('.sql')).sort();
}
