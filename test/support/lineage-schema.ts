/**
 * What OpenLineage 2-0-2 requires of a RunEvent, and the schemas of the facets that are used here, as zod: stricter
 * than the specification in that nothing that it does not name may stand in a facet.
 */
import * as z from 'zod';

const uri = z.string().regex(/^[a-z][a-z0-9+.-]*:\S+$/i);

function facet<Shape extends z.ZodRawShape>(schema: string, shape: Shape) {
  const definition = schema.slice(schema.indexOf('/') + 1);
  return z.strictObject({
    _producer: uri,
    _schemaURL: z.literal(`https://openlineage.io/spec/facets/${schema}.json#/$defs/${definition}`),
    ...shape,
  });
}

const count = z.int().min(0);
const version = facet('1-0-1/DatasetVersionDatasetFacet', { datasetVersion: z.string().min(1) });
const schema = facet('1-1-1/SchemaDatasetFacet', {
  fields: z
    .array(
      z.strictObject({ name: z.string(), type: z.string().optional(), description: z.string().optional() }),
    )
    .min(1),
});
const columnLineage = facet('1-2-0/ColumnLineageDatasetFacet', {
  fields: z.record(
    z.string(),
    z.strictObject({
      inputFields: z
        .array(
          z.strictObject({
            namespace: z.string(),
            name: z.string(),
            field: z.string(),
            transformations: z.array(
              z.strictObject({
                type: z.enum(['DIRECT', 'INDIRECT']),
                subtype: z.enum(['IDENTITY', 'TRANSFORMATION', 'AGGREGATION']),
                description: z.string(),
                masking: z.boolean(),
              }),
            ),
          }),
        )
        .min(1),
    }),
  ),
});

export const runEventSchema = z.strictObject({
  eventType: z.enum(['START', 'COMPLETE', 'FAIL', 'ABORT']),
  eventTime: z.iso.datetime(),
  producer: uri,
  schemaURL: z.literal('https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent'),
  run: z.strictObject({
    runId: z.uuid(),
    facets: z.strictObject({
      processing_engine: facet('1-1-1/ProcessingEngineRunFacet', { version: z.string(), name: z.string() }),
      nominalTime: facet('1-0-1/NominalTimeRunFacet', { nominalStartTime: z.iso.datetime() }).optional(),
      errorMessage: facet('1-0-1/ErrorMessageRunFacet', {
        message: z.string().min(1),
        programmingLanguage: z.string(),
      }).optional(),
    }),
  }),
  job: z.strictObject({
    namespace: z.string(),
    name: z.string(),
    facets: z.strictObject({
      jobType: facet('2-0-3/JobTypeJobFacet', {
        processingType: z.literal('BATCH'),
        integration: z.string(),
        jobType: z.string(),
      }),
    }),
  }),
  inputs: z.array(
    z.strictObject({
      namespace: z.literal('file'),
      name: z.string().regex(/^(\/|[A-Z]:)/),
      facets: z.strictObject({ version, schema: schema.optional() }),
      inputFacets: z.strictObject({
        inputStatistics: facet('1-0-0/InputStatisticsInputDatasetFacet', { size: count, fileCount: count }),
      }),
    }),
  ),
  outputs: z.array(
    z.strictObject({
      namespace: uri,
      name: z.string(),
      facets: z.strictObject({ version, schema: schema.optional(), columnLineage: columnLineage.optional() }),
      outputFacets: z.strictObject({
        outputStatistics: facet('1-0-2/OutputStatisticsOutputDatasetFacet', { rowCount: count }),
      }),
    }),
  ),
});

export type RunEvent = z.output<typeof runEventSchema>;
