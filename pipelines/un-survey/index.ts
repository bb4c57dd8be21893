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
});
