/** The UN E-Government Survey: what its files are, whom they name, and where their figures disagree. */
import { definePipeline } from '../../src/pipeline/define-pipeline.ts';
import { COUNTRY_ALIASES, NOT_SURVEY_UNITS } from './aliases.ts';
import { ANOMALIES, WRONG_CODES } from './anomalies.ts';
import { DEVIATIONS } from './deviations.ts';
import { LAYOUTS } from './layouts.ts';
import { ORIGINS } from './origins.ts';
import { PUBLISHED_MEANS } from './published-means.ts';

export const unSurvey = definePipeline({
  name: 'un-survey',
  title: 'UN E-Government Survey',
  defaultInput: 'fixtures/un-survey',
  ignoredFiles: ['*.md', 'origin.json', 'LICENSE', 'NOTICE', '.*'],
  origins: ORIGINS,
  layouts: LAYOUTS,
  aliases: COUNTRY_ALIASES,
  notSurveyUnits: NOT_SURVEY_UNITS,
  wrongCodes: WRONG_CODES,
  anomalies: ANOMALIES,
  deviations: DEVIATIONS,
  publishedMeans: PUBLISHED_MEANS,
  editions: [],
  freshness: {
    sources: [
      {
        source: 'UN E-Government Survey',
        dataset: 'score',
        cadence: 'every two years',
        // Editions came out on 2022-09-28 and 2024-09-17. 26 months: two years, and two months of delay such as the
        // next one may have without anything being wrong. 36 months: by then an edition was missed here or was not
        // published, which is no longer a delay and wants a person to look.
        warnAfterDays: 792,
        errorAfterDays: 1096,
      },
    ],
    // The schedule is nightly. One night may fail or meet a lock: two days. After eight, even a weekly look at the
    // warnings has been missed.
    runs: { cadence: 'every night', warnAfterDays: 2, errorAfterDays: 8 },
  },
});
