/** Statistical tables whose layout is declared; `egdi inspect` tries them on a file. */
import type { TableDeclarationInput } from '../../src/pipeline/define-pipeline.ts';
import { bnsIloIndicators } from './bns-ilo-indicators.ts';
import { bnsInnovationsByActivity, bnsInnovationsByRegion } from './bns-innovations.ts';
import { bnsResearchCosts } from './bns-research-costs.ts';
import { bnsTelecomMonthly } from './bns-telecom-monthly.ts';
import { ituTimeSeries } from './itu-time-series.ts';
import { undpHdr2011Education } from './undp-hdr-2011-education.ts';

export const STATISTICAL_TABLES: readonly TableDeclarationInput[] = [
  bnsInnovationsByRegion,
  bnsInnovationsByActivity,
  bnsResearchCosts,
  bnsIloIndicators,
  bnsTelecomMonthly,
  ituTimeSeries,
  undpHdr2011Education,
];
