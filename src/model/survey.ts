/** The fixed vocabulary of the Survey: its editions' type and its indices. */

/** A survey edition (2003 … 2024). Never called "year": the data years lie before it. */
export type Edition = number;

/** The index, its three sub-indices (components) and the supplementary e-participation index. */
export const INDEX_CODES = ['EGDI', 'OSI', 'TII', 'HCI', 'EPI'] as const;
export type IndexCode = (typeof INDEX_CODES)[number];

/** The sub-indices that the EGDI is the weighted mean of. */
export const SUB_INDEX_CODES = ['OSI', 'TII', 'HCI'] as const;
export type SubIndexCode = (typeof SUB_INDEX_CODES)[number];

/** How sure a rule is: stated by a source, deduced from the published data, recalled, or unknown. */
export const EVIDENCE_MARKS = [
  'stated',
  'data',
  'inferred',
  'recalled',
  'recalled_no_source',
  'unknown',
] as const;
export type EvidenceMark = (typeof EVIDENCE_MARKS)[number];
