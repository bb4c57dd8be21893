/** International components: the series that TII and HCI are made of, and peers to compare with. */
import { defineIndicatorPipeline } from '../../src/pipeline/define-pipeline.ts';
import { COUNTRY_ALIASES } from './aliases.ts';
import { COMPONENT_LAYOUTS } from './components.ts';
import { EDUCATION_LAYOUTS, UIS_CODE_LISTS } from './education.ts';
import { EUROPEAN_UNION_LAYOUTS } from './european-union.ts';
import { FRESHNESS } from './freshness.ts';
import { ITU_LAYOUTS } from './itu.ts';
import { CADENCE, ORIGINS } from './origins.ts';
import { TERRITORY_NAMES } from './territories.ts';
import { UNDP_LAYOUTS } from './undp.ts';
import { WORLD_BANK_CODE_LISTS, WORLD_BANK_LAYOUTS } from './world-bank.ts';

export const international = defineIndicatorPipeline({
  name: 'international',
  title: 'International component sources',
  defaultInput: 'fixtures/international',
  ignoredFiles: ['*.md', 'origin.json', 'LICENSE', 'NOTICE', '.*'],
  origins: ORIGINS,
  cadence: CADENCE,
  freshness: FRESHNESS,
  layouts: [
    ...ITU_LAYOUTS,
    ...WORLD_BANK_LAYOUTS,
    ...EDUCATION_LAYOUTS,
    ...UNDP_LAYOUTS,
    ...EUROPEAN_UNION_LAYOUTS,
    ...COMPONENT_LAYOUTS,
  ],
  codeLists: [...WORLD_BANK_CODE_LISTS, ...UIS_CODE_LISTS],
  aliases: COUNTRY_ALIASES,
  leftOutNames: TERRITORY_NAMES,
});
