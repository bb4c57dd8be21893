/** What a run of national statistics depends on: its inputs under their names, and the declarations. */
import { basename } from 'node:path';
import type { LoadableTable } from '../../sources/tables/table-declaration.ts';
import { counterpartDimension } from '../../stages/load/counterpart-dimension.ts';
import { regionDimension } from '../../stages/load/region-dimension.ts';
import type { NationalPipeline } from '../define-pipeline.ts';
import { countryPartition } from '../reference-partitions.ts';
import type { PrepareOptions } from '../run/prepare-run.ts';
import { type PreparedTables, prepareTables, type TablesRunRequest } from '../run/prepare-tables.ts';

export interface NationalRunRequest extends TablesRunRequest {
  readonly pipeline: NationalPipeline;
  /** Tables of this run, beside those that ship: each must be in one of the inputs. */
  readonly givenTables?: readonly LoadableTable[];
}

export function prepareNational(
  request: NationalRunRequest,
  options: Omit<PrepareOptions, 'snapshotFolder'>,
): Promise<PreparedTables> {
  return prepareTables(
    request,
    {
      pipeline: { ...request.pipeline, freshness: undefined },
      references: [
        countryPartition(),
        regionDimension(),
        counterpartDimension(request.pipeline.counterparts),
      ],
      dataset: 'national_observation',
      options: {},
      saidOf: ({ path }) => basename(path),
      withNumbers: true,
    },
    options,
  );
}
