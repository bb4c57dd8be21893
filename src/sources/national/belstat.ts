/**
 * Values of the Belstat portal: SDMX-JSON whose keys are indices into the members of each dimension. The index of the
 * time starts at −1, and the members of the time may be missing: then they are the years of the request.
 */
import { z } from 'zod';
import { type IssueCode, issue } from '../../model/issue.ts';
import { type Json, jsonPath } from '../../model/json.ts';
import { type NationalPeriod, yearPeriod } from '../../model/national-period.ts';
import { membersOf } from './breakdown.ts';
import { keepContract } from './document-contract.ts';
import type { RecordSink } from './record-sink.ts';
import type { SourceOf } from './source.ts';

type Source = SourceOf<'belstat-sdmx'>;

const MEMBER = z.object({
  id: z.string(),
  name: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
});
const DOCUMENT = z.object({
  dataSets: z
    .tuple([z.object({ observations: z.record(z.string(), z.array(z.string().nullable())) })])
    .rest(z.never()),
  structure: z.object({
    dimensions: z.object({
      observation: z.array(z.object({ id: z.string(), values: z.array(MEMBER).default([]) })).min(1),
    }),
  }),
});

/** Reads the answer to one request. */
export function readBelstat(document: Json, source: Source, sink: RecordSink): void {
  const found = keepContract(DOCUMENT, document, sink);
  if (found === undefined) return;
  const dimensions = found.structure.dimensions.observation;
  if (
    !isStructure(
      dimensions.map(({ id }) => id),
      source,
      sink,
    )
  )
    return;
  const timeAt = dimensions.findIndex(({ id }) => id === source.timeDimension);
  const years = (dimensions[timeAt]?.values ?? []).map(({ id }) => Number(id));
  const times = years.length > 0 ? years : source.years;
  if (years.length > 0 && source.years.length > 0 && years.join() !== source.years.join()) {
    const place = { cell: { row: 1, path: jsonPath(['structure', 'dimensions', 'observation', timeAt]) } };
    sink.note(
      issue('document-unexpected', `the years ${years.join(', ')} are not those of the request`, place),
    );
    return;
  }

  for (const [key, values] of Object.entries(found.dataSets[0].observations)) {
    const path = jsonPath(['dataSets', 0, 'observations', key, 0]);
    const value = values[0] ?? null;
    const refuse = (code: IssueCode, message: string) => sink.refuseAt({ path, value }, code, message);
    if (!/^-?\d+(?::-?\d+)*$/.test(key) || key.split(':').length !== dimensions.length) {
      refuse('document-unexpected', `“${key}” is no key of ${dimensions.length} dimensions`);
      continue;
    }
    const indices = key.split(':').map(Number);
    const time = times[(indices[timeAt] as number) - source.firstTimeIndex];
    const period = time === undefined ? undefined : yearPeriod(time);
    if (period === undefined) {
      refuse('period-unknown', `time ${indices[timeAt]} of “${key}” is beyond the ${times.length} years`);
      continue;
    }
    // Only the time counts from −1.
    const members = dimensions.map(({ values: known }, index) =>
      index === timeAt ? '' : known[indices[index] as number]?.id,
    );
    const lost = members.indexOf(undefined);
    if (lost >= 0) {
      refuse('dimension-unknown', `${dimensions[lost]?.id} has no member ${indices[lost]}`);
      continue;
    }
    readValue({ path, value, period, members: members as string[] }, dimensions, source, sink);
  }
}

function readValue(
  at: {
    readonly path: string;
    readonly value: string | null;
    readonly period: NationalPeriod;
    readonly members: readonly string[];
  },
  dimensions: readonly { readonly id: string; readonly values: readonly z.infer<typeof MEMBER>[] }[],
  source: Source,
  sink: RecordSink,
): undefined {
  const { path, value, period, members } = at;
  const memberOf = (id: string) => members[dimensions.findIndex((dimension) => dimension.id === id)] ?? '';
  const code = memberOf(source.regionDimension);
  const refused = { path, region: code, value };
  const { indicator } = source;
  if (source.unitDimension !== null && !indicator.printedUnits.includes(memberOf(source.unitDimension))) {
    const message = `“${memberOf(source.unitDimension)}”, where ${indicator.unit} is declared`;
    return sink.refuseAt(refused, 'unit-mismatch', message);
  }
  const answer = membersOf(
    Object.entries(source.dimensions).map(([id, declaration]) => [declaration, memberOf(id)]),
    source.breakdown,
  );
  if (answer.kind === 'left-out') return sink.leaveOut();
  if (answer.kind === 'unknown') return sink.refuseAt(refused, 'dimension-unknown', answer.message);
  sink.acceptAt({
    indicatorCode: indicator.indicatorCode,
    region: { code },
    period,
    dimensions: answer.dimensions,
    valueText: value,
    isEstimated: false,
    isPreliminary: false,
    path,
  });
}

/** Whether the answer has the declared dimensions and no others. */
function isStructure(ids: readonly string[], source: Source, sink: RecordSink): boolean {
  const { regionDimension, timeDimension, unitDimension } = source;
  const wanted = [
    regionDimension,
    timeDimension,
    ...(unitDimension === null ? [] : [unitDimension]),
    ...Object.keys(source.dimensions),
  ];
  const place = { cell: { row: 1, path: '$.structure.dimensions.observation' } };
  const missing = wanted.filter((id) => !ids.includes(id));
  const others = ids.filter((id, index) => !wanted.includes(id) || ids.indexOf(id) < index);
  for (const id of missing) sink.note(issue('dimension-unknown', `there is no dimension “${id}”`, place));
  for (const id of others) sink.note(issue('dimension-unknown', `“${id}” is no declared dimension`, place));
  return missing.length + others.length === 0;
}
