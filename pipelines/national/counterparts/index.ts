/** Components of TII and HCI: whose series stand for them, international ones and those of a country's own offices. */
import type { ComponentCounterpartInput } from '../../../src/pipeline/define-pipeline.ts';
import { INTERNATIONAL_SERIES } from './international.ts';
import { KAZAKHSTAN } from './kazakhstan.ts';

export const COUNTERPARTS: readonly ComponentCounterpartInput[] = [...INTERNATIONAL_SERIES, ...KAZAKHSTAN];
