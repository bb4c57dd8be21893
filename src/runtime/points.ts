/**
 * Named points that a run passes, for whoever watches the process from inside: `node:diagnostics_channel`, the
 * platform's own way to do so. Nobody listening costs one comparison. The fault tests end the process at each of them.
 * Imports nothing of the project.
 */
import { channel } from 'node:diagnostics_channel';

/** In the order in which a run passes them. A test compares this list with the points that a run does pass. */
export const POINTS = [
  'run.recorded',
  'extract.snapshot-copied',
  'extract.snapshot-renamed',
  'extract.snapshots-kept',
  'output.written',
  'output.renamed',
  'load.quarantine-recorded',
  'load.files-stored',
  'load.versions-named',
  'load.facts-copied',
  'load.evidence-copied',
  'load.candidate-made',
  'load.findings-recorded',
  'load.committed',
  'audit.recorded',
  'audit.committed',
  'publish.fence-proved',
  'publish.dimensions-replaced',
  'publish.scores-replaced',
  'publish.publication-moved',
  'publish.committed',
  'run.ended',
] as const;

/** What a backfill passes besides them; those of its editions once for each. */
export const BACKFILL_POINTS = [
  'backfill.opened',
  'backfill.partition-started',
  'backfill.partition-stored',
  'backfill.partition-done',
  'backfill.candidate-made',
] as const;
export type Point = (typeof POINTS)[number] | (typeof BACKFILL_POINTS)[number];

const points = channel('egdi:point');

/** Says that the run is here. */
export function reached(point: Point): void {
  if (points.hasSubscribers) points.publish({ point });
}
