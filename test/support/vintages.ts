/**
 * Further vintages of the official files, laid out for a test: acceptable data with other figures, and an edition that
 * nobody has published yet.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { officialFile } from './survey-files.ts';

const EPI_COLUMN = 4;

/**
 * An official file in which two countries have each other's EPI: figures that the survey could have printed, since no
 * other figure depends on them. The file name is that of the official one.
 */
export async function writeVintage(
  folder: string,
  edition: number,
  [one, other]: readonly [name: string, name: string],
): Promise<string> {
  const lines = (await readFile(officialFile(edition), 'utf8')).split('\r\n').map((line) => line.split(','));
  const rowOf = (name: string) => {
    const row = lines.find((cells) => cells[1]?.replaceAll('"', '').trim() === name);
    if (row === undefined) throw new Error(`${name} is not in the file of ${edition}`);
    return row;
  };
  const [a, b] = [rowOf(one), rowOf(other)];
  const kept = a[EPI_COLUMN];
  a[EPI_COLUMN] = b[EPI_COLUMN] ?? '';
  b[EPI_COLUMN] = kept ?? '';
  const path = join(folder, `EGOV_DATA_${edition}.csv`);
  await writeFile(path, lines.map((cells) => cells.join(',')).join('\r\n'));
  return path;
}

/** Made up for rehearsals: the figures of 2024 under another year. No such edition is published. */
export async function writeNextEdition(folder: string): Promise<string> {
  const text = await readFile(officialFile(2024), 'utf8');
  const path = join(folder, 'EGOV_DATA_2026.csv');
  await writeFile(path, text.replaceAll(/^2024,/gm, '2026,'));
  return path;
}

/** The declaration by which `writeNextEdition` can be loaded. */
export const NEXT_EDITION = {
  edition: 2026,
  previousEdition: 2024,
  memberCount: 193,
  publishedOn: null,
  note: 'rehearsal',
};
