/** Bounds within which a file is read. Owned by readers/; imports nothing. */

export interface ReadLimits {
  /** Checked by stat, before a byte is read. */
  readonly maxFileBytes: number;
  /** One CSV record, quoted line breaks included. */
  readonly maxRecordBytes: number;
  /** Sum of what the entries of a workbook's zip container unpack to; also bounds what its parser may answer. */
  readonly maxUnpackedBytes: number;
  /** Unpacked to packed size of one entry above 1 MB; deflate itself stops at 1032. */
  readonly maxCompressionRatio: number;
  readonly maxArchiveEntries: number;
  /** Objects and arrays, or elements, within each other in a JSON or XML document. */
  readonly maxDocumentDepth: number;
  /** Values of a JSON document, which is held in memory whole. An XML document is not. */
  readonly maxDocumentValues: number;
  /** JavaScript heap of the process that parses workbooks. */
  readonly workbookHeapMb: number;
  /** Its resident memory, which counts the buffers that a heap limit does not cover. */
  readonly workbookRssMb: number;
  /** Time for one workbook, the start of the process included. */
  readonly workbookTimeoutMs: number;
}

/** The Survey's files have 12 to 50 kB; these leave room for any national yearbook. */
export const DEFAULT_LIMITS: ReadLimits = {
  maxFileBytes: 100_000_000,
  maxRecordBytes: 1_000_000,
  maxUnpackedBytes: 64_000_000,
  maxCompressionRatio: 200,
  maxArchiveEntries: 2000,
  maxDocumentDepth: 64,
  maxDocumentValues: 2_000_000,
  workbookHeapMb: 512,
  workbookRssMb: 768,
  workbookTimeoutMs: 60_000,
};
