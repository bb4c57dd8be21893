/** A row that was held back, as the warehouse tells it. */
import type { QuarantineDetail } from '../../../src/warehouse/queries/quarantine-rows.ts';

export const HELD_ROW: QuarantineDetail = {
  id: 7,
  status: 'open',
  fileName: 'EGOV_DATA_2018.csv',
  fileSha256: '784baba36912a7286ad6e0eb435d330831fc322c6aae7ec21beb43b0d766ea1a',
  sheet: null,
  row: 12,
  edition: 2018,
  issueCodes: ['name-unknown'],
  issues: [
    {
      code: 'name-unknown',
      message: 'no country is declared as “Kazakstan”',
      hint: 'did you mean Kazakhstan?',
      column: 2,
    },
  ],
  firstRun: 3,
  pipeline: 'un-survey',
  lastRun: 5,
  decidedBy: null,
  decidedAt: null,
  reason: null,
  corrections: [],
  cells: [
    { column: 'Survey Year', value: '2018' },
    { column: 'Country Name', value: 'Kazakstan' },
    { column: 'Rank', value: '39' },
    { column: '2020', value: null },
    { column: null, value: 'a note' },
    { column: 'a=b', value: null },
  ],
  decisions: [],
};
