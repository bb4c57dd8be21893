/**
 * Answers of EMISS (fedstat.ru): SDMX-ML 1.0, generic, of any length, so it is read tag by tag. Values have a decimal
 * comma, part of the elements have no namespace, the period stands partly in `PERIOD`, and the unit in `EI`. Names are
 * those of the code lists, which stand before the data.
 */
import { type IssueCode, issue } from '../../model/issue.ts';
import {
  dayPeriod,
  halfYearPeriod,
  monthPeriod,
  type NationalPeriod,
  quarterPeriod,
  yearPeriod,
  yearToDatePeriod,
} from '../../model/national-period.ts';
import { localName, type XmlHandler } from '../../readers/xml.ts';
import { membersOf } from './breakdown.ts';
import type { RecordSink } from './record-sink.ts';
import type { SourceOf } from './source.ts';

type Source = SourceOf<'emiss-sdmx'>;

const UNIT = 'EI';
const PERIOD = 'PERIOD';

interface Observation {
  readonly time: string;
  readonly value: string | null;
}

/** Takes the tags of a message; records go to the sink at the end of every series. */
export function createEmissReader(source: Source, sink: RecordSink): XmlHandler & { end(): void } {
  const codeLists = new Map<string, Map<string, string>>();
  const open: string[] = [];
  let codeList: Map<string, string> | undefined;
  let code: string | undefined;
  let text = '';
  let key = new Map<string, string>();
  let observations: Observation[] = [];
  let time = '';
  let value: string | null = null;
  let seriesCount = 0;
  /** The concept of a value that stands in the text of its element. */
  let conceptOfText: string | undefined;

  const start: Readonly<Record<string, (attributes: ReadonlyMap<string, string>) => void>> = {
    CodeList: (attributes) => {
      codeList = new Map();
      codeLists.set(attributes.get('id') ?? '', codeList);
    },
    Code: (attributes) => {
      code = attributes.get('value');
    },
    Series: () => {
      key = new Map();
      observations = [];
      seriesCount += 1;
    },
    Obs: () => {
      time = '';
      value = null;
    },
    ObsValue: (attributes) => {
      value = attributes.get('value') ?? null;
    },
    Value: (attributes) => {
      const concept = attributes.get('concept') ?? attributes.get('id');
      if (concept === undefined || !open.includes('Series')) return;
      const found = attributes.get('value');
      if (found === undefined) conceptOfText = concept;
      else key.set(concept, found);
    },
  };
  const finish: Readonly<Record<string, () => void>> = {
    Description: () => {
      if (codeList !== undefined && code !== undefined && open.at(-1) === 'Code' && !codeList.has(code)) {
        codeList.set(code, text.replace(/\s+/g, ' ').trim());
      }
    },
    CodeList: () => {
      codeList = undefined;
    },
    Code: () => {
      code = undefined;
    },
    Time: () => {
      time = text.trim();
    },
    Value: () => {
      if (conceptOfText !== undefined) key.set(conceptOfText, text.trim());
      conceptOfText = undefined;
    },
    Obs: () => {
      observations.push({ time, value });
    },
    Series: () => {
      for (const [index, one] of observations.entries()) {
        const path = `/Series[${seriesCount}]/Obs[${index + 1}]`;
        readObservation(one, path, { key, codeLists }, source, sink);
      }
    },
  };

  return {
    open(name, attributes) {
      const local = localName(name);
      text = '';
      start[local]?.(attributes);
      open.push(local);
    },
    text(piece) {
      text += piece;
    },
    close(name) {
      const local = localName(name);
      open.pop();
      finish[local]?.();
      text = '';
    },
    end() {
      if (seriesCount > 0) return;
      sink.note(
        issue('document-unexpected', 'the message has no series', {
          cell: { row: 1, path: '/' },
          hint: 'an empty selection, or another kind of SDMX message',
        }),
      );
    },
  };
}

function readObservation(
  { time, value }: Observation,
  path: string,
  {
    key,
    codeLists,
  }: {
    readonly key: ReadonlyMap<string, string>;
    readonly codeLists: ReadonlyMap<string, ReadonlyMap<string, string>>;
  },
  source: Source,
  sink: RecordSink,
): undefined {
  const { indicator, regionConcept } = source;
  const nameOf = (concept: string, member: string) => codeLists.get(concept)?.get(member) ?? member;
  const regionCode = key.get(regionConcept);
  const periodText = key.get(PERIOD);
  const regionName = regionCode === undefined ? undefined : nameOf(regionConcept, regionCode);
  const refuse = (issueCode: IssueCode, message: string) =>
    sink.refuseAt(
      {
        path,
        value,
        period: `${time} ${periodText ?? ''}`.trim(),
        ...(regionName === undefined ? {} : { region: regionName }),
      },
      issueCode,
      message,
    );
  if (regionCode === undefined || regionName === undefined) {
    return refuse('region-unknown', `a series without ${regionConcept}`);
  }
  const unitCode = key.get(UNIT) ?? '';
  if (![unitCode, nameOf(UNIT, unitCode)].some((unit) => indicator.printedUnits.includes(unit))) {
    return refuse('unit-mismatch', `“${nameOf(UNIT, unitCode)}”, where ${indicator.unit} is declared`);
  }
  const period = periodOf(time, periodText === undefined ? undefined : nameOf(PERIOD, periodText), source);
  if (period === undefined) return refuse('period-unknown', `“${time}” with PERIOD “${periodText ?? ''}”`);
  const declared = new Set([regionConcept, UNIT, PERIOD, ...Object.keys(source.dimensions)]);
  const other = [...key.keys()].find((concept) => !declared.has(concept));
  if (other !== undefined) return refuse('dimension-unknown', `“${other}” is no declared concept`);
  const absent = Object.keys(source.dimensions).find((concept) => !key.has(concept));
  if (absent !== undefined) return refuse('dimension-unknown', `a series without ${absent}`);
  const members = membersOf(
    Object.entries(source.dimensions).map(([concept, declaration]) => [
      declaration,
      nameOf(concept, key.get(concept) ?? ''),
    ]),
    source.breakdown,
  );
  if (members.kind === 'left-out') return sink.leaveOut();
  if (members.kind === 'unknown') return refuse('dimension-unknown', members.message);
  sink.acceptAt({
    indicatorCode: indicator.indicatorCode,
    // The code of the republic differs between indicators (643, 030): the name decides.
    region: { name: regionName },
    period,
    dimensions: members.dimensions,
    valueText: value,
    isEstimated: false,
    isPreliminary: false,
    path,
  });
}

function periodOf(time: string, printed: string | undefined, source: Source): NationalPeriod | undefined {
  const [year, month] = (/^(\d{4})(?:-(\d\d))?$/.exec(time) ?? []).slice(1).map(Number);
  if (year === undefined) return undefined;
  const ofMonth = month === undefined || Number.isNaN(month) ? undefined : monthPeriod(year, month);
  // A month in the time needs no PERIOD; where there is one, it says whether the month or the time up to it is meant.
  if (printed === undefined) return ofMonth;
  if (!Object.hasOwn(source.periods, printed)) return undefined;
  const period = declaredPeriod(year, printed, source);
  return ofMonth === undefined || period?.lastDay === ofMonth.lastDay ? period : undefined;
}

function declaredPeriod(year: number, printed: string, source: Source): NationalPeriod | undefined {
  const declared = source.periods[printed];
  if (declared === undefined) return undefined;
  if (declared === 'year') return yearPeriod(year);
  if ('quarter' in declared) return quarterPeriod(year, declared.quarter);
  if ('halfYear' in declared) return halfYearPeriod(year, declared.halfYear);
  if ('month' in declared) return monthPeriod(year, declared.month);
  if ('monthsToDate' in declared) return yearToDatePeriod(year, declared.monthsToDate);
  return dayPeriod(`${year}-${declared.day}`);
}
