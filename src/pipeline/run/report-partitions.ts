/** Partition versions of observations as a run's report names them. */
import type { Session } from '../../warehouse/connection/session.ts';
import type { StoredObservations } from '../../warehouse/versions/observations.ts';
import { readVersions } from '../../warehouse/versions/partitions.ts';
import type { PartitionReport } from './run-report.ts';

/** In the order of their keys, the versions of one key in the order in which they were stored. */
export async function reportPartitions(
  session: Session,
  stored: readonly StoredObservations[],
): Promise<PartitionReport[]> {
  const isNew = new Set(stored.filter((one) => one.isNew).map(({ versionId }) => versionId));
  const versions = await readVersions(
    session,
    stored.map(({ versionId }) => versionId),
  );
  return versions.map(({ versionId, ...version }) => ({ ...version, isNew: isNew.has(versionId) }));
}
