/** Evidence marks in words. */
import type { EvidenceMark } from '../model/survey.ts';

export const EVIDENCE_WORDS: Readonly<Record<EvidenceMark, string>> = {
  stated: 'stated by a source',
  data: 'deduced from the published data',
  inferred: 'inferred',
  recalled: 'recalled from a source that is not at hand',
  recalled_no_source: 'recalled, without a source',
  unknown: 'unknown',
};
