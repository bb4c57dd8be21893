/**
 * The migrations as files: their numbers, their text and its checksum. Owned by warehouse/; imports model/.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** Of the text with LF line ends, so that a checkout on another system is the same migration. */
  readonly sha256: string;
}

const FILE_NAME = /^(\d{4})_([a-z0-9_]+)\.sql$/;

/**
 * Reads the migrations of a directory in the order of their numbers.
 * @throws EgdiError `migration-invalid` (exit 7): a foreign file, a number given twice, transaction control in a file
 */
export async function listMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const fileName of names) {
    const match = FILE_NAME.exec(fileName);
    if (match === null) throw invalid(fileName, 'its name is not NNNN_name.sql');
    const version = Number(match[1]);
    if (migrations.at(-1)?.version === version) throw invalid(fileName, 'its number is already taken');
    const sql = (await readFile(join(directory, fileName), 'utf8'))
      .replace(/^\uFEFF/, '')
      .replace(/\r\n?/g, '\n');
    if (hasTransactionControl(sql)) throw invalid(fileName, 'it begins or ends a transaction of its own');
    migrations.push({
      version,
      name: match[2] ?? '',
      sql,
      sha256: createHash('sha256').update(sql).digest('hex'),
    });
  }
  return migrations;
}

const NOT_CODE = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|(\$\w*\$)[\s\S]*?\1/g;
const TRANSACTION_CONTROL = /(?:^|;)\s*(?:begin|start\s+transaction|commit|rollback)\b/i;

function hasTransactionControl(sql: string): boolean {
  return TRANSACTION_CONTROL.test(sql.replace(NOT_CODE, ' '));
}

function invalid(fileName: string, reason: string): EgdiError {
  return new EgdiError('migration-invalid', `migration ${fileName} cannot be used: ${reason}`, {
    exitCode: EXIT.databaseUnavailable,
  });
}
