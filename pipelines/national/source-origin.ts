/** Origin of figures whose publisher states no terms. */
import type { Origin } from '../../src/pipeline/define-pipeline.ts';

export function sourceOrigin(
  publisher: string,
  title: string,
  url: string | null,
  licence = 'not stated',
): Origin {
  return { publisher, title, url, licence, retrievedOn: null, publishedOn: null };
}
