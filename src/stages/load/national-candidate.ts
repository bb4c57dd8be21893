/** What of the stored series of national files becomes a candidate, and what they would take from what is published. */
import type { Session } from '../../warehouse/connection/session.ts';
import { createCandidate } from '../../warehouse/releases/releases.ts';
import { lostValues, publishedVersions } from '../../warehouse/versions/lost-values.ts';
import type { StoredObservations } from '../../warehouse/versions/observations.ts';
import { storePartitions } from '../../warehouse/versions/partitions.ts';
import { indicatorDimension } from './indicator-dimension.ts';
import type { NationalLoadInput, NationalPart } from './national-input.ts';
import { lossIssue } from './series-losses.ts';

const DATASET = 'national_observation';

/** Findings about series that would take published figures away; each goes to the first file of its series. */
export async function findLosses(
  session: Session,
  stored: ReadonlyMap<string, StoredObservations>,
  firstParts: ReadonlyMap<string, NationalPart>,
  isAccepted: boolean,
): Promise<void> {
  const published = await publishedVersions(session, DATASET, [...stored.keys()]);
  const replacements = [...stored].flatMap(([code, { versionId: to }]) => {
    const from = published.get(code);
    return from === undefined ? [] : [{ code, from, to }];
  });
  const losses = await lostValues(session, DATASET, replacements);
  for (const part of new Set(firstParts.values())) {
    // What is refused anyway lacks what was refused.
    if (part.findings.hasErrors()) continue;
    const own = losses.filter(({ code }) => firstParts.get(code) === part);
    const found = lossIssue(own, { isAccepted, file: part.file.path, sha256: part.file.sha256 });
    if (found !== undefined) part.findings.add(found);
  }
}

/** Series of files with errors, and why each is not published. */
function refusedSeries({ parts, unread = new Map() }: NationalLoadInput): Map<string, string> {
  const refused = new Map<string, string>(unread);
  for (const { observations, findings } of parts) {
    const error = findings.issues().find(({ severity }) => severity === 'error');
    if (error === undefined) continue;
    for (const { indicatorCode } of observations)
      refused.set(indicatorCode, `${error.code}: ${error.message}`);
  }
  return refused;
}

/** Lists stored series over what is published. Undefined when that says all this already. */
export async function makeNationalCandidate(
  session: Session,
  input: NationalLoadInput,
  stored: ReadonlyMap<string, StoredObservations>,
): Promise<number | undefined> {
  const { parts, indicators, references, isRefused, publishPartial = false, run, now } = input;
  const refused = refusedSeries(input);
  const listed = publishPartial ? [...stored].filter(([code]) => !refused.has(code)) : [...stored];
  if (listed.length === 0) return undefined;
  const codes = new Set(listed.map(([code]) => code));
  const loaded = indicators.filter(({ indicatorCode }) => codes.has(indicatorCode));
  const drafts = [...references, await indicatorDimension(session, loaded)];
  const dimensions = await storePartitions(session, drafts, { ...run, now });
  const hasErrors = isRefused || parts.some(({ findings }) => findings.hasErrors());
  return createCandidate(session, {
    runId: run.runId,
    runKey: run.runKey,
    reason: run.reason,
    status: hasErrors && !publishPartial ? 'refused' : 'candidate',
    now,
    refusals: publishPartial
      ? [...refused].map(([partitionKey, reason]) => ({ dataset: DATASET, partitionKey, reason }))
      : [],
    partitions: [
      ...dimensions.map(({ draft, versionId }) => ({
        dataset: draft.dataset,
        partitionKey: draft.partitionKey,
        versionId,
        primarySourceFileId: null,
      })),
      ...listed.map(([partitionKey, { versionId, sourceFileId }]) => ({
        dataset: DATASET,
        partitionKey,
        versionId,
        primarySourceFileId: sourceFileId,
      })),
    ],
  });
}
