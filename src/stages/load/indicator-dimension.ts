/** The dimension of indicators as one partition: those of other files stay in it. */
import type { Indicator } from '../../model/observation.ts';
import type { Session } from '../../warehouse/connection/session.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import { readIndicators } from '../../warehouse/versions/observations.ts';
import { referencePartition } from '../load.ts';

/** What the published release describes, with these indicators as they are declared now. */
export async function indicatorDimension(
  session: Session,
  declared: readonly Indicator[],
): Promise<PartitionDraft> {
  const described = new Map((await readIndicators(session)).map((known) => [known.indicatorCode, known]));
  for (const one of declared) {
    // A file that comes without a definition takes none away.
    const description = one.description ?? described.get(one.indicatorCode)?.description ?? null;
    described.set(one.indicatorCode, { ...one, description });
  }
  return referencePartition(
    'dim_indicator',
    [...described.values()].map((one) => [
      one.indicatorCode,
      {
        indicator_code: one.indicatorCode,
        name_en: one.nameEn,
        unit: one.unit,
        frequency: one.frequency,
        publisher: one.publisher,
        description: one.description,
      },
    ]),
  );
}
