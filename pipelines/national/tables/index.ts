/** Statistical tables whose layout and meaning are declared: `egdi run national` loads them, `egdi inspect` tries them on a file. */
import type { TableDeclarationInput } from '../../../src/pipeline/define-pipeline.ts';
import { azstatNationalAccountsAz, azstatNationalAccountsEn } from './azstat-national-accounts.ts';
import { bnsDigitalLiteracy } from './bns-digital-literacy.ts';
import { bnsIloIndicators } from './bns-ilo-indicators.ts';
import { bnsInnovationsByActivity, bnsInnovationsByRegion } from './bns-innovations.ts';
import { bnsResearchCosts } from './bns-research-costs.ts';
import { bnsTelecomMonthly } from './bns-telecom-monthly.ts';

export const STATISTICAL_TABLES: readonly TableDeclarationInput[] = [
  bnsInnovationsByRegion,
  bnsInnovationsByActivity,
  bnsResearchCosts,
  bnsIloIndicators,
  bnsTelecomMonthly,
  bnsDigitalLiteracy,
  azstatNationalAccountsEn,
  azstatNationalAccountsAz,
];
