/** Components of TII and HCI as a country's own offices and the international publishers have them. */
import { COMPONENT_CODES, type ComponentCode } from '../../model/component-counterpart.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { NationalPeriod } from '../../model/national-period.ts';
import type { DeclaredCounterpart, NationalView, ViewFigure } from '../../model/national-view.ts';
import type { Session } from '../connection/session.ts';
import { requirePublished } from '../releases/releases.ts';

const COUNTERPARTS_SQL = `
  select counterpart_id as "counterpartId", component_code as component, source_kind as "sourceKind", preference,
    indicator_code as "indicatorCode", denominator_code as "denominatorCode", factor::text as factor, comparability,
    age_band as "ageBand", note
  from reporting.dim_component_counterpart
  where iso3 is null or iso3 = $1`;

const FIGURES_SQL = `
  select v.component_code as component, v.year, v.source_kind as "sourceKind", v.counterpart_id as "counterpartId",
    v.preference, v.comparability, v.indicator_code as "indicatorCode", v.denominator_code as "denominatorCode",
    trim_scale(v.value)::text as value, v.value_status as status, v.value_bound as bound, v.period_kind as "periodKind",
    v.period_start::text as "firstDay", v.period_end::text as "lastDay", v.is_estimated as "isEstimated",
    v.is_preliminary as "isPreliminary", v.age_band as "ageBand",
    v.reference_counterpart_id as "referenceCounterpartId", trim_scale(v.reference_value)::text as "referenceValue",
    trim_scale(v.difference)::text as difference, trim_scale(v.numerator_value)::text as "numeratorValue",
    trim_scale(v.denominator_value)::text as "denominatorValue", v.denominator_period_end::text as "denominatorPeriodEnd",
    v.value_note as "valueNote", f.file_name as file, v.source_cell as cell, d.file_name as "denominatorFile",
    v.denominator_source_cell as "denominatorCell"
  from reporting.v_national_view v
  left join reporting.dim_source_file f on f.source_file_sha256 = v.source_file_sha256
  left join reporting.dim_source_file d on d.source_file_sha256 = v.denominator_source_file_sha256
  where v.iso3 = $1
  order by v.year, v.source_kind, v.preference, v.period_end, v.period_start, v.counterpart_id`;

interface FigureRow extends Omit<ViewFigure, 'period'> {
  readonly periodKind: NationalPeriod['kind'];
  readonly firstDay: string;
  readonly lastDay: string;
}

/**
 * Reads the published release. To be called in a read-only transaction where more than one thing is read.
 * @throws EgdiError `nothing-published` (exit 7), `national-missing` (exit 3) where no national statistics are loaded
 */
export async function readNationalView(session: Session, iso3: string): Promise<NationalView> {
  const { releaseNo } = await requirePublished(session);
  const declared = (await session.query(COUNTERPARTS_SQL, [iso3])).rows as unknown as DeclaredCounterpart[];
  if (declared.length === 0) {
    throw new EgdiError('national-missing', `release ${releaseNo} has no national statistics`, {
      exitCode: EXIT.dataRefused,
      hint: 'load them with: egdi run national',
    });
  }
  const rows = (await session.query(FIGURES_SQL, [iso3])).rows as unknown as FigureRow[];
  const named = await session.query('select name_en from reporting.dim_country where iso3 = $1', [iso3]);
  return {
    releaseNo,
    iso3,
    name: String(named.rows[0]?.name_en ?? iso3),
    counterparts: declared.toSorted(
      (a, b) =>
        position(a.component) - position(b.component) ||
        (a.sourceKind === b.sourceKind ? 0 : a.sourceKind === 'international' ? -1 : 1) ||
        a.preference - b.preference,
    ),
    figures: rows
      .map(
        ({ periodKind: kind, firstDay, lastDay, ...row }): ViewFigure => ({
          ...row,
          period: { kind, firstDay, lastDay },
        }),
      )
      .toSorted((a, b) => position(a.component) - position(b.component)),
  };
}

function position(component: ComponentCode): number {
  return COMPONENT_CODES.indexOf(component);
}
