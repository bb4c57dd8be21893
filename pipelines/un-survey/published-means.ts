/**
 * Means of country groups as the publisher printed them, for the few that a source shows. Means recalled
 * without a page are left out: a figure nobody has seen printed is not a published one.
 */
import type { PublishedMean } from '../../src/pipeline/define-pipeline.ts';

const SURVEY_2024 =
  'UN E-Government Survey 2024 (web version of 13 September 2024), p. 63, Figure 2.3 and Table 2.1, as quoted by a secondary source';

function quoted(edition: number, groupCode: string, mean: string): PublishedMean {
  return {
    edition,
    groupCode,
    indexCode: 'EGDI',
    mean,
    source: SURVEY_2024,
    evidence: 'published_secondary',
  };
}

export const PUBLISHED_MEANS: readonly PublishedMean[] = [
  quoted(2022, 'WORLD', '0.6102'),
  quoted(2022, 'AFRICA', '0.4054'),
  quoted(2022, 'ASIA', '0.6493'),
  quoted(2024, 'WORLD', '0.6382'),
  quoted(2024, 'AFRICA', '0.4247'),
  quoted(2024, 'AMERICAS', '0.6701'),
  quoted(2024, 'EUROPE', '0.8493'),
  {
    edition: 2022,
    groupCode: 'WORLD',
    indexCode: 'OSI',
    mean: '0.5554',
    source: 'UN E-Government Survey 2022, p. 55',
    evidence: 'stated',
  },
];
