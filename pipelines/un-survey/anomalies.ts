/** Figures outside their range that are the publisher's own, and codes known to be wrong in public copies. */
import type { DeclaredAnomaly, WrongCode } from '../../src/pipeline/define-pipeline.ts';

const HCI_2003 = 'the same in every copy; the published EGDI of 2003 is computed from it';

export const ANOMALIES: readonly DeclaredAnomaly[] = [
  { edition: 2003, iso3: 'FSM', indexCode: 'HCI', value: '1.422', reason: HCI_2003 },
  {
    edition: 2003,
    iso3: 'TUV',
    indexCode: 'HCI',
    value: '1.03',
    reason: 'the same in every copy; Tuvalu is not assessed in 2003',
  },
];

export const WRONG_CODES: readonly WrongCode[] = [
  { code: 'BHM', iso3: 'BHS', seenIn: 'an edited copy of the 2018 export' },
];
