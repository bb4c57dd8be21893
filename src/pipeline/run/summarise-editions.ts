/** Per edition: how many rows came and went, and how well recomputation and publication agree. */
import type { EditionSource, ReconciliationStatus, Score } from '../../model/facts.ts';
import type { Edition } from '../../model/survey.ts';
import type { Catalogue } from '../catalogue.ts';
import type { ProcessedInputs } from './process-inputs.ts';
import type { AgreementCounts, EditionReport } from './run-report.ts';

export function reportEditions(processed: ProcessedInputs, catalogue: Catalogue): EditionReport[] {
  const loaded = new Map(processed.editions.map((edition) => [edition.published.edition, edition]));
  const editions = [...new Set<Edition>([...loaded.keys(), ...processed.refusedEditions])].sort(
    (a, b) => a - b,
  );
  return editions.map((edition) => {
    const found = loaded.get(edition);
    const primary = found?.published.primary.source;
    const counts = rowCountsOf(processed, edition, primary?.sha256);
    const egdi = found?.scores.filter((score) => score.indexCode === 'EGDI') ?? [];
    const rejected = processed.issues.filter(
      (one) => one.code === 'row-rejected' && one.edition === edition,
    ).length;
    const heldBack = processed.quarantined.filter((row) => row.edition === edition).length;
    return {
      edition,
      status: processed.refusedEditions.has(edition) ? 'refused' : 'loaded',
      primaryFile: primary?.file ?? null,
      rowsRead: (counts?.in ?? 0) + Math.max(0, heldBack - (counts?.quarantined ?? 0)) + rejected,
      rowsLoaded: found?.published.countries.length ?? 0,
      quarantined: heldBack,
      excluded: (counts?.excluded ?? 0) + rejected,
      merged: counts?.merged ?? 0,
      confirmedBy: found?.published.crossChecks.filter((other) => agreesWith(other, processed)).length ?? 0,
      scores: agreement(egdi, (score) => score.reconciliation),
      ranks: agreement(egdi, (score) => score.rankReconciliation ?? 'not_recomputed'),
      methodKnown: catalogue.methodOf(edition) !== undefined,
    };
  });
}

function rowCountsOf(processed: ProcessedInputs, edition: Edition, primarySha256: string | undefined) {
  if (primarySha256 !== undefined) return processed.rowCounts.get(`${primarySha256} ${edition}`);
  return [...processed.rowCounts].find(([key]) => key.endsWith(` ${edition}`))?.[1];
}

function agreesWith(source: EditionSource, processed: ProcessedInputs): boolean {
  return !processed.issues.some(
    (found) =>
      found.code.startsWith('source-conflict') &&
      found.sha256 === source.source.sha256 &&
      found.edition === source.edition,
  );
}

function agreement(
  scores: readonly Score[],
  statusOf: (score: Score) => ReconciliationStatus,
): AgreementCounts {
  const count = (status: ReconciliationStatus) => scores.filter((score) => statusOf(score) === status).length;
  const recomputed = scores.length - count('not_recomputed');
  return {
    recomputed,
    exact: count('exact'),
    withinRounding: count('within_rounding'),
    declared: count('declared'),
    deviating: count('deviates'),
  };
}
