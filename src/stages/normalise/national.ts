/**
 * Stage 3 for national statistics: records → observations with region codes, exact decimals and statuses. The marks
 * `-`, `…`, `x`, an empty cell and `0,0` stay different states, and a suppressed value is never worked out.
 */
import { decimalText, parseDecimal } from '../../model/decimal.ts';
import type { FindingList } from '../../model/finding-list.ts';
import { type IssueCode, issue } from '../../model/issue.ts';
import {
  areDimensions,
  type NationalMissingStatus,
  type NationalObservation,
  type NationalRecord,
  type ReadValue,
} from '../../model/national-observation.ts';
import { periodText } from '../../model/national-period.ts';
import { type StageCount, stageCount } from '../../model/stage.ts';
import { existedIn } from '../../reference/regions.ts';
import { type PrintedNumber, printedNumber } from '../../sources/national/number.ts';
import { indicatorsOf, type NationalSource } from '../../sources/national/source.ts';
import { createRegionFinder } from './national-regions.ts';

export interface NationalNormaliser {
  observations(records: readonly NationalRecord[]): NationalObservation[];
  /** Says once what was left out; call it when everything was given. */
  finish(): void;
  count(): StageCount;
}

/** Names that a finding about areas lists. */
const SHOWN_AREAS = 5;

export function normaliseNational(source: NationalSource, findings: FindingList): NationalNormaliser {
  const findRegion = createRegionFinder(source);
  const units = new Map(indicatorsOf(source).map(({ indicatorCode, unit }) => [indicatorCode, unit]));
  const leftOutAreas = new Set<string>();
  let notYetRegions = 0;
  let rowsIn = 0;
  let rowsOut = 0;
  let excluded = 0;

  const observe = (record: NationalRecord): NationalObservation | undefined => {
    const { indicatorCode, period, dimensions, cell, raw } = record;
    const refuse = (code: IssueCode, message: string, hint?: string): undefined => {
      findings.quarantine(raw, [issue(code, message, { cell, ...(hint === undefined ? {} : { hint }) })]);
      return undefined;
    };
    const unit = units.get(indicatorCode);
    if (unit === undefined)
      throw new Error(`${source.id} gave a record of ${indicatorCode}, which it does not declare`);
    if (!areDimensions(dimensions)) throw new Error(`${source.id} declares a breakdown that cannot be a key`);
    const found = findRegion(record.region);
    if (found.kind === 'refused') return refuse(found.code, found.message, found.hint);
    if (found.kind === 'left-out') {
      excluded += 1;
      leftOutAreas.add(found.name.trim());
      return undefined;
    }
    const rawText = record.valueText;
    const printed = rawText?.replace(/\u00a0/g, ' ').trim() ?? '';
    const missing =
      record.asRead === undefined ? missingStatus(printed, record, source) : asReadStatus(record.asRead);
    if (missing === 'contradiction') {
      return refuse('status-contradiction', `“${printed}” beside a status that says there is none`);
    }
    if (!existedIn(found.region, period) && !source.isBackCast) {
      if (missing !== undefined && missing !== 'confidential') {
        // A table of today's regions says of a new one that it had no data before it was made.
        excluded += 1;
        notYetRegions += 1;
        return undefined;
      }
      const { nameEn, validFrom, validTo } = found.region;
      const life = validFrom === null ? `until ${validTo}` : `since ${validFrom}`;
      return refuse(
        'region-not-valid',
        `${nameEn} existed ${life}, and the value is of ${periodText(period)}`,
        'declare the series as back-cast if its office recalculated it for today’s regions',
      );
    }
    const number = missing === undefined ? numberOf(printed, record, source) : undefined;
    if (number !== undefined && 'code' in number) return refuse(number.code, number.message);
    const isPrintedNegligible = number !== undefined && source.zeroIsNegligible && /^0[.,]0+$/.test(printed);
    return {
      indicatorCode,
      regionCode: found.region.regionCode,
      period,
      dimensions,
      value: number === undefined ? null : shortest(number.text),
      status: missing ?? 'observed',
      unit,
      bound: record.bound ?? 'exact',
      isNegligible: record.asRead?.isNegligible ?? isPrintedNegligible,
      isEstimated: record.isEstimated,
      isPreliminary: record.isPreliminary,
      rawText,
      note: record.note ?? null,
      cell,
      raw,
    };
  };

  return {
    observations(records) {
      const observed = records.map(observe).filter((one) => one !== undefined);
      rowsIn += records.length;
      rowsOut += observed.length;
      return observed;
    },
    finish() {
      if (leftOutAreas.size > 0) {
        const [shown, more] = [[...leftOutAreas].slice(0, SHOWN_AREAS), leftOutAreas.size - SHOWN_AREAS];
        const names = shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
        findings.add(issue('region-left-out', `${leftOutAreas.size} areas are left out: ${names}`));
      }
      if (notYetRegions > 0) {
        const message = `${notYetRegions} cells without a value are of regions that did not exist then; left out`;
        findings.add(issue('region-left-out', message));
      }
    },
    count: () =>
      stageCount('normalise', 'records → national observations', {
        in: rowsIn,
        out: rowsOut,
        excluded,
        quarantined: rowsIn - rowsOut - excluded,
      }),
  };
}

function numberOf(
  printed: string,
  { asRead }: NationalRecord,
  { decimalMark }: NationalSource,
): PrintedNumber {
  return asRead?.value == null ? printedNumber(printed, decimalMark) : { text: asRead.value };
}

function asReadStatus({ status }: ReadValue): NationalMissingStatus | undefined {
  return status === 'observed' ? undefined : status;
}

function missingStatus(
  printed: string,
  { missing }: NationalRecord,
  { markers }: NationalSource,
): NationalMissingStatus | 'contradiction' | undefined {
  const marked = Object.hasOwn(markers, printed) ? markers[printed] : undefined;
  if (missing !== undefined) {
    return printed === '' || marked === missing ? missing : 'contradiction';
  }
  return printed === '' ? 'blank' : marked;
}

/** `+012.50` → `12.5`: one text for one value, whatever the print. */
function shortest(text: string): string {
  const decimal = parseDecimal(text);
  if (decimal === undefined) throw new Error(`“${text}” reached normalise and is no number`);
  return decimalText(decimal.value, decimal.printedDecimals);
}
