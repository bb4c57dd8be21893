/** Which of the series that were declared for a component stands for it: the first that reaches far enough, as a whole. */
import type { InputSeries } from '../../model/component-inputs.ts';
import type { RecomputationInputSeries } from '../../model/recomputation.ts';
import { LEAST_COUNTRIES } from '../../reference/component-inputs.ts';

/** A series of the release. */
export interface LoadedSeries {
  readonly versionId: number;
  readonly unit: string;
  /** Observed values by first day of the period and country. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export interface ChosenSeries extends RecomputationInputSeries {
  /** By country; empty where no series was chosen. */
  readonly values: ReadonlyMap<string, number>;
}

/** Values of several vintages or publishers are never mixed in one component. */
export function chooseSeries(
  component: string,
  declared: readonly InputSeries[],
  loaded: ReadonlyMap<string, LoadedSeries>,
  members: readonly string[],
): ChosenSeries {
  const passedOver: string[] = [];
  for (const { indicatorCode, period, unit } of declared) {
    const year = period.slice(0, 4);
    const series = loaded.get(indicatorCode);
    if (series === undefined) {
      passedOver.push(`${indicatorCode} is not loaded`);
      continue;
    }
    if (series.unit !== unit) {
      passedOver.push(`${indicatorCode} is in “${series.unit}”, not in “${unit}”`);
      continue;
    }
    const found = series.values.get(period) ?? new Map<string, number>();
    const values = new Map(
      members.flatMap((iso3) => (found.has(iso3) ? [[iso3, found.get(iso3) as number]] : [])),
    );
    if (values.size < LEAST_COUNTRIES) {
      passedOver.push(
        values.size === 0
          ? `${indicatorCode} has no values of ${year}`
          : `${indicatorCode} has ${values.size} countries in ${year}, fewer than ${LEAST_COUNTRIES}`,
      );
      continue;
    }
    return {
      component,
      indicatorCode,
      versionId: series.versionId,
      period,
      countryCount: values.size,
      // A table of components that nobody has is nothing to speak of.
      note: passedOver.filter((why) => !NOT_GIVEN.test(why)).join('; ') || null,
      values,
    };
  }
  const upstream = passedOver.filter((why) => !NOT_GIVEN.test(why));
  const why = upstream.length === 0 ? 'no publisher’s series of it is known here' : upstream.join('; ');
  return {
    component,
    indicatorCode: null,
    versionId: null,
    period: null,
    countryCount: 0,
    note: why,
    values: new Map(),
  };
}

const NOT_GIVEN = /^components:\S+ is not loaded$/;
