/** What a run of national statistics depends on: its inputs, their names, what is said of them, the declarations. */
import { basename } from 'node:path';
import type { LoadableTable } from '../../sources/tables/table-declaration.ts';
import { counterpartDimension } from '../../stages/load/counterpart-dimension.ts';
import { regionDimension } from '../../stages/load/region-dimension.ts';
import type { NationalPipeline, NationalSeries } from '../define-pipeline.ts';
import { countryPartition } from '../reference-partitions.ts';
import type { PrepareOptions } from '../run/prepare-run.ts';
import { type PreparedTables, prepareTables, type TablesRunRequest } from '../run/prepare-tables.ts';
import { type SaidRequest, type SaidSeries, saidSeries } from './said-series.ts';

export interface NationalRunRequest extends TablesRunRequest, Omit<SaidRequest, 'pipeline'> {
  readonly pipeline: NationalPipeline;
  /** Tables of this run, beside those that ship: each must be in one of the inputs. */
  readonly givenTables?: readonly LoadableTable[];
  /** Series of this run, beside those that ship: one of the inputs must be of each. */
  readonly givenSeries?: readonly NationalSeries[];
}

export interface PreparedNational extends PreparedTables {
  readonly said: SaidSeries;
}

/** @throws EgdiError `usage`, `origin-invalid` (exit 2) where something is said that cannot be */
export async function prepareNational(
  request: NationalRunRequest,
  options: Omit<PrepareOptions, 'snapshotFolder'>,
): Promise<PreparedNational> {
  let said: Promise<SaidSeries> | undefined;
  const prepared = await prepareTables(
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
      async saidOf({ path }, inputs) {
        said ??= saidSeries(request, inputs);
        const series = (await said).get(path);
        return series === undefined ? basename(path) : `${basename(path)} is ${series}`;
      },
      withNumbers: true,
    },
    options,
  );
  try {
    return { ...prepared, said: await (said ?? saidSeries(request, prepared.inputs.files)) };
  } catch (error) {
    await prepared.reader.close();
    throw error;
  }
}
