/**
 * A series of an office as a declaration that can be brought as JSON: the files that it comes in, where they are from,
 * and the source that reads them. What ships is declared in the same shape.
 */
import { z } from 'zod';
import { parsePeriodText } from '../../model/national-period.ts';
import { type DocumentSource, NATIONAL_SOURCE } from './source.ts';

/** The name a file has, wherever it lies. */
const FILE_NAME = z.string().regex(/^[^/\\\s][^/\\\n]*$/, 'the name of a file, without its folder');
const DAY = z.iso.date().nullable();

const ORIGIN = z.strictObject({
  publisher: z.string().min(1),
  title: z.string().min(1),
  /** Where people find it; null where there is no address. */
  url: z
    .string()
    .regex(/^https:\/\/[^\s/@]+\.[^\s/@]+(?:\/\S*)?$/, 'an https address')
    .nullable()
    .default(null),
  licence: z.string().min(1).default('not stated'),
  retrievedOn: DAY.default(null),
  publishedOn: DAY.default(null),
  note: z.exactOptional(z.string()),
});

export const seriesDeclaration = z
  .strictObject({
    /** For editors. */
    $schema: z.string().optional(),
    /** Names in the folder of the inputs: one, or one for each part of the country. */
    files: z.array(FILE_NAME).min(1),
    /** The answer of the meta call, where the format needs one beside its data. */
    metaFile: z.exactOptional(FILE_NAME),
    origin: ORIGIN,
    source: NATIONAL_SOURCE,
  })
  .superRefine(({ files, metaFile, source }, context) => {
    const say = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    files.forEach((file, index) => {
      if (files.indexOf(file) < index || file === metaFile)
        say(['files', index], `${file} stands here twice`);
    });
    const isDescribed = source.adapter === 'open-data-kz';
    if (isDescribed && metaFile === undefined)
      say(['metaFile'], 'open-data-kz needs the name of the answer of its meta call');
    if (!isDescribed && metaFile !== undefined) say(['metaFile'], `${source.adapter} reads no meta answer`);
    for (const [path, message] of contradictions(source)) say(['source', ...path], message);
  });
export type SeriesDeclaration = z.infer<typeof seriesDeclaration>;

/** What types of the parts cannot say. */
function* contradictions(source: DocumentSource): Generator<[path: string[], message: string]> {
  if ('indicators' in source && Object.keys(source.indicators).length === 0)
    yield [['indicators'], 'declares no indicator'];
  if (source.adapter !== 'open-data-kz') return;
  if (Object.keys(source.columns).length === 0) yield [['columns'], 'declares no column'];
  for (const [column, { indicator }] of Object.entries(source.columns)) {
    if (!Object.hasOwn(source.indicators, indicator))
      yield [['columns', column, 'indicator'], `“${indicator}” is none of the indicators`];
  }
  const { period } = source;
  if (period.from === 'declared' && parsePeriodText(period.period) === undefined)
    yield [['period', 'period'], `“${period.period}” is no period`];
}

/** For editors, which complete and check a declaration while it is written. */
export function seriesDeclarationJsonSchema(): object {
  return z.toJSONSchema(seriesDeclaration, { io: 'input' });
}
