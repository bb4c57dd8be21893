/** Where the shipped survey files lie. */
import { join } from 'node:path';

export const FIXTURE_FOLDER = join(import.meta.dirname, '..', '..', 'fixtures');
export const SURVEY_FOLDER = join(FIXTURE_FOLDER, 'un-survey');

/** The official export of an edition. */
export function officialFile(edition: number): string {
  return join(SURVEY_FOLDER, 'egovkb', `EGOV_DATA_${edition}.csv`);
}
