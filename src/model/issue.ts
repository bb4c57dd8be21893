/**
 * Findings about data. An issue is data: it has a stable code, a severity and the cell it is about; the
 * catalogue below is the whole vocabulary, so that fixtures, tests and README speak of the same codes.
 */
import { type CellAddress, formatCell } from './cell.ts';
import type { Edition } from './survey.ts';

/** `error` refuses the row, file or partition; `warning` is reported and loads; `info` is recorded. */
export type Severity = 'error' | 'warning' | 'info';

interface IssueKind {
  readonly severity: Severity;
  readonly about: string;
}

export const ISSUE_CATALOGUE = {
  // extract: the file as bytes
  'file-missing': { severity: 'error', about: 'no such file or folder, or it cannot be opened' },
  'file-empty': { severity: 'error', about: 'a file without content' },
  'file-too-large': { severity: 'error', about: 'a file above the declared size limit; it is not read' },
  'format-unsupported': { severity: 'error', about: 'content that is no CSV and no workbook' },
  'format-html': { severity: 'error', about: 'a web page saved under the name of a table' },
  'workbook-encrypted': { severity: 'error', about: 'a password-protected workbook' },
  'workbook-unreadable': {
    severity: 'error',
    about: 'a workbook that the reader could not open within its limits',
  },
  'archive-damaged': { severity: 'error', about: 'a truncated or damaged zip container' },
  'archive-bomb': { severity: 'error', about: 'a zip container that would unpack beyond the limits' },
  'encoding-utf16': { severity: 'info', about: 'a UTF-16 text that was decoded by its byte order mark' },
  'encoding-legacy': {
    severity: 'info',
    about: 'a text in an encoding of one byte per character that its layout declares; it was decoded',
  },
  'encoding-invalid': { severity: 'error', about: 'text that is not UTF-8' },
  'csv-malformed': { severity: 'error', about: 'quotes or columns of a CSV record do not match' },
  'record-too-large': { severity: 'error', about: 'a CSV record above the size limit' },
  'json-malformed': { severity: 'error', about: 'text that is no JSON, or a character that no text has' },
  'json-duplicate-key': { severity: 'error', about: 'an object that has one key twice' },
  'xml-malformed': { severity: 'error', about: 'tags, attributes or characters that are no well-formed XML' },
  'xml-unsafe': { severity: 'error', about: 'a document type or an entity of its own in an XML document' },
  'document-beyond-limits': {
    severity: 'error',
    about: 'a JSON or XML document that is nested too deeply or has too many or too long values',
  },
  'document-unexpected': {
    severity: 'error',
    about: 'a JSON or XML document of another shape than its source declares',
  },
  'file-duplicate': { severity: 'info', about: 'a second file with the same bytes' },
  'file-unknown': {
    severity: 'error',
    about: 'a file that is of no declared series and holds no declared table',
  },
  'file-ambiguous': { severity: 'error', about: 'two files of one declared name with different content' },
  'file-ignored': { severity: 'info', about: 'a file that the pipeline declares not to be data' },
  // extract: what is fetched from its publisher
  'origin-unreachable': { severity: 'error', about: 'a publisher without a usable answer, asked repeatedly' },
  'origin-refused': { severity: 'error', about: 'a publisher that answers that it has no such thing for us' },
  'origin-key-missing': { severity: 'error', about: 'an origin that wants a key, and none is configured' },
  'origin-address': { severity: 'error', about: 'an origin that leads to an address that is not declared' },
  'origin-unresolved': {
    severity: 'error',
    about: 'a link or pointer to a file that is not where it is declared to be',
  },
  'origin-pages': { severity: 'error', about: 'pages of one answer that do not fit together' },
  'origin-stale': {
    severity: 'warning',
    about: 'an origin without news for longer than its cadence explains',
  },
  'origin-overdue': {
    severity: 'error',
    about: 'an origin without news for so long that something was missed',
  },
  'validators-unreliable': {
    severity: 'warning',
    about: 'an origin whose content changed while its ETag or date did not',
  },
  'snapshot-missing': { severity: 'error', about: 'offline, and no whole snapshot of the origin is kept' },
  // validate: the layout
  'layout-unknown': { severity: 'error', about: 'a header that no declared layout has' },
  'layout-ambiguous': {
    severity: 'error',
    about: 'a header of several layouts, and rows that do not tell which of them it is',
  },
  'column-missing': { severity: 'error', about: 'a required column is not in the header' },
  'column-duplicate': { severity: 'error', about: 'two columns of one name' },
  'column-unexpected': { severity: 'error', about: 'a column that the layout does not declare' },
  'sheet-ignored': { severity: 'info', about: 'a further sheet of a workbook, without a known header' },
  // validate: the cells of a row
  'cell-missing': { severity: 'error', about: 'an empty cell where the layout requires a value' },
  'cell-error-value': { severity: 'error', about: 'an error value such as #N/A in a workbook' },
  'formula-without-value': {
    severity: 'error',
    about: 'a formula whose result is not stored in the workbook',
  },
  'cell-unexpected-type': {
    severity: 'error',
    about: 'a date or truth value where a number or name belongs',
  },
  'score-not-a-number': { severity: 'error', about: 'text where a score belongs' },
  'score-decimal-comma': { severity: 'error', about: 'a score with a decimal comma' },
  'score-out-of-range': { severity: 'error', about: 'a score outside 0 to 1' },
  'score-wrong-scale': { severity: 'error', about: 'a score that looks like 0 to 100' },
  'score-excess-decimals': { severity: 'error', about: 'more decimals than the Survey publishes' },
  'score-float-noise': { severity: 'info', about: 'the tail of a binary float was removed' },
  'rank-not-an-integer': { severity: 'error', about: 'a rank that is no whole number' },
  'rank-out-of-range': { severity: 'error', about: 'a rank below 1 or above the number of members' },
  'edition-not-a-number': { severity: 'error', about: 'text where the edition belongs' },
  'edition-unknown': { severity: 'error', about: 'an edition that is not declared' },
  'edition-mismatch': {
    severity: 'error',
    about: 'file name or parameter and content name different editions',
  },
  'edition-missing': {
    severity: 'error',
    about: 'neither content nor file name nor parameter names the edition',
  },
  'row-released': {
    severity: 'info',
    about: 'a row that was held back and enters again by decision of a person',
  },
  'cell-corrected': { severity: 'warning', about: 'a cell that a person corrected when releasing its row' },
  'correction-obsolete': {
    severity: 'error',
    about: 'a correction of a cell that reads otherwise than the one it was made for',
  },
  'row-rejected': {
    severity: 'info',
    about: 'a row that a person decided to be no data; left out',
  },
  'row-duplicate': { severity: 'info', about: 'a row that repeats another one; merged' },
  'row-conflict': { severity: 'error', about: 'one country twice with different figures' },
  // validate: observations of indicators
  'indicator-unknown': { severity: 'error', about: 'an indicator that the layout does not declare' },
  'indicator-missing': {
    severity: 'error',
    about: 'a table that does not say what its values are of, and nobody else has said it',
  },
  'indicator-renamed': { severity: 'info', about: 'a series under a code that it had before' },
  'vintage-older': {
    severity: 'info',
    about:
      'figures of an older vintage than the published ones: kept as a version, and not published over them',
  },
  'series-shrinks': {
    severity: 'error',
    about:
      'a series that lacks more than a tenth of the published figures, or ends before them; not published',
  },
  'values-lost': {
    severity: 'warning',
    about: 'published figures that the next vintage of their series does not have any more',
  },
  'vintage-inferred': {
    severity: 'info',
    about: 'a table whose age follows from the years of its figures, where no date says it',
  },
  'vintage-unknown': {
    severity: 'error',
    about: 'two tables of one series with different figures, and nothing says which of them is newer',
  },
  'code-list-contradiction': {
    severity: 'error',
    about: 'a publisher’s own list calls a member state a group of countries',
  },
  'text-unexpected': {
    severity: 'error',
    about: 'a text that changes what the values of its row mean, in a column that must not vary',
  },
  'too-many-rows-refused': {
    severity: 'error',
    about: 'a table with so many broken rows that it was not read to its end',
  },
  'indicator-scattered': {
    severity: 'error',
    about: 'a large table in which the rows of an indicator do not stand together',
  },
  'row-ambiguous': {
    severity: 'warning',
    about: 'a row that its layout declares to be undecidable; held back, and the others load',
  },
  'cell-stray': { severity: 'warning', about: 'texts or numbers under no header; counted, and not read' },
  'period-unknown': { severity: 'error', about: 'a period that is no year, quarter or month' },
  'period-mismatch': { severity: 'error', about: 'a period of another length than the indicator has' },
  'value-not-a-number': { severity: 'error', about: 'a value that is no number and no declared marker' },
  'value-out-of-range': { severity: 'error', about: 'a value with more digits than any statistic has' },
  'status-unknown': { severity: 'error', about: 'a status or flag that the layout does not declare' },
  'status-contradiction': { severity: 'error', about: 'a value beside a status that says there is none' },
  'unit-mismatch': { severity: 'error', about: 'another unit than the indicator is declared in' },
  'dimension-unknown': {
    severity: 'error',
    about: 'a breakdown, or a member of one, that the source does not declare',
  },
  'region-unknown': { severity: 'error', about: 'a region that the dictionary of its country does not have' },
  'region-ambiguous': { severity: 'error', about: 'a region name that several regions have' },
  'region-not-valid': { severity: 'error', about: 'a region in a period in which it did not exist' },
  'region-left-out': {
    severity: 'info',
    about: 'an area that is left out by declaration: a district, a group of countries',
  },
  'total-missing': { severity: 'error', about: 'a document without the total of the country' },
  'total-mismatch': {
    severity: 'warning',
    about: 'parts that do not add up to their printed total, beyond rounding; kept as published',
  },
  'value-float-noise': { severity: 'info', about: 'the tail of a binary float was removed from a value' },
  'look-alike-letter': {
    severity: 'info',
    about: 'a letter of another alphabet that looks the same; read as what was meant',
  },
  'findings-not-kept': { severity: 'warning', about: 'findings beyond the limit, counted and not kept' },
  // validate: statistical tables with a declared layout
  'sheet-missing': { severity: 'error', about: 'no sheet that the rules of the layout choose' },
  'sheet-undeclared': {
    severity: 'warning',
    about: 'sheets of a known workbook that no declared table reads; counted and named',
  },
  'table-unused': {
    severity: 'error',
    about: 'a declared table or series that was given and is in none of the inputs',
  },
  'sheet-ambiguous': { severity: 'error', about: 'several sheets where the rules should choose one' },
  'header-missing': { severity: 'error', about: 'no row that the rules of the layout know for the header' },
  'header-parent-missing': {
    severity: 'error',
    about: 'a column right of a merged title that may or may not belong under it',
  },
  'row-unexpected': {
    severity: 'error',
    about: 'a row that is no data, no section and no note of the declared layout',
  },
  'row-excluded': { severity: 'info', about: 'a row that the layout declares not to be read' },
  'column-excluded': { severity: 'info', about: 'a column that the layout declares not to be read' },
  'cell-merged': { severity: 'error', about: 'one value in a cell that is merged over several' },
  'label-missing': { severity: 'error', about: 'values in a row without a label' },
  'label-unknown': { severity: 'error', about: 'a label that the dictionary of its dimension does not have' },
  'note-undefined': { severity: 'warning', about: 'a footnote mark that no note of the table explains' },
  'period-missing': { severity: 'error', about: 'a value whose period is nowhere to be found' },
  'unit-unknown': { severity: 'error', about: 'a unit that the layout does not declare' },
  'unit-missing': { severity: 'error', about: 'a value whose unit is nowhere to be found' },
  'value-ambiguous': { severity: 'error', about: 'a text that could be two different numbers' },
  'key-duplicate': {
    severity: 'error',
    about: 'two cells of a table with the same labels, period and unit',
  },
  'correction-unused': { severity: 'warning', about: 'a declared correction of a cell that is not there' },
  // validate: answers to a questionnaire that a person brings
  'answer-not-allowed': {
    severity: 'error',
    about: 'an answer or points that the edition does not count in',
  },
  'group-unknown': { severity: 'error', about: 'a part that the questionnaire of the index does not have' },
  'feature-duplicate': { severity: 'error', about: 'a feature that is answered twice' },
  // normalise: names, membership, status, sources
  'name-unknown': { severity: 'error', about: 'a country name that no alias declares' },
  'name-mojibake': { severity: 'warning', about: 'a name whose encoding was damaged and could be repaired' },
  'code-unknown': {
    severity: 'error',
    about: 'a country code that is no ISO 3166-1 alpha-3 code of a member',
  },
  'code-name-mismatch': { severity: 'error', about: 'code and name of a row belong to different countries' },
  'code-declared-wrong': {
    severity: 'warning',
    about: 'a wrong code that the declarations know; the name decides',
  },
  'not-a-member': {
    severity: 'info',
    about: 'a row of a state that was no member then; a declared exclusion',
  },
  'non-member-with-figures': {
    severity: 'error',
    about: 'figures or a rank of a state that was no member of the Survey then',
  },
  'member-missing': { severity: 'error', about: 'a member state without a row' },
  'rank-missing': {
    severity: 'error',
    about: 'a member with a score but no rank in a source that prints ranks',
  },
  'value-missing': {
    severity: 'error',
    about: 'an empty score where the edition publishes one for every member',
  },
  'zero-rule-unknown': {
    severity: 'warning',
    about: 'a printed zero of an edition whose zero rule is unknown',
  },
  'range-anomaly': { severity: 'warning', about: 'a declared figure outside its range, kept as published' },
  'anomaly-obsolete': { severity: 'error', about: 'a declared anomaly whose figure is another one now' },
  'source-partial': {
    severity: 'warning',
    about: 'a source that covers only part of an edition; a cross-check',
  },
  'source-without-primary': {
    severity: 'error',
    about: 'a cross-check for which no primary source is loaded',
  },
  'source-conflict': {
    severity: 'warning',
    about: 'two sources of one edition disagree; the primary stands',
  },
  'source-conflict-undecided': { severity: 'error', about: 'equally ranked sources disagree; none is taken' },
  // compute and reconcile
  'method-unknown': { severity: 'info', about: 'an edition that is loaded but not recomputed' },
  'score-off-lattice': {
    severity: 'error',
    about: 'a score that no whole number of points gives in this edition',
  },
  'score-deviation': { severity: 'error', about: 'a recomputed score disagrees with the published one' },
  'rank-deviation': { severity: 'error', about: 'a recomputed rank disagrees with the published one' },
  'rank-order': { severity: 'error', about: 'published ranks run against published scores' },
  'source-conflict-unresolved': {
    severity: 'error',
    about: 'a cross-check contradicts a figure that no recomputation confirms',
  },
  'deviation-obsolete': { severity: 'error', about: 'a declared deviation that no longer occurs' },
} as const satisfies Record<string, IssueKind>;

export type IssueCode = keyof typeof ISSUE_CATALOGUE;

export interface Issue {
  readonly code: IssueCode;
  readonly severity: Severity;
  readonly message: string;
  /** Path of the file as given. */
  readonly file?: string;
  readonly sha256?: string;
  readonly cell?: CellAddress;
  readonly edition?: Edition;
  readonly iso3?: string;
  readonly indexCode?: string;
  /** What to do about it, or what was probably meant. */
  readonly hint?: string;
}

/** An issue with the severity its code has in the catalogue. */
export function issue(
  code: IssueCode,
  message: string,
  at: Omit<Issue, 'code' | 'severity' | 'message'> = {},
): Issue {
  return { code, severity: ISSUE_CATALOGUE[code].severity, message, ...at };
}

/** `EGOV_DATA_2018.csv C12`: where the finding is, as people write it. */
export function formatPlace(finding: Pick<Issue, 'file' | 'cell'>): string {
  const file = finding.file?.split('/').at(-1) ?? '';
  return finding.cell ? `${file} ${formatCell(finding.cell)}`.trim() : file;
}

/** A reader met something it refuses; the stage that reads turns it into the issue it carries. */
export class ReadFault extends Error {
  readonly issue: Issue;

  constructor(found: Issue) {
    super(found.message);
    this.name = 'ReadFault';
    this.issue = found;
  }
}
