/** The editions that a backfill is asked for, and what of the inputs and findings is about them. */
import { createHash } from 'node:crypto';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Issue } from '../../model/issue.ts';
import type { Edition } from '../../model/survey.ts';
import { editionInName } from '../../stages/extract.ts';
import type { SurveyPipeline } from '../define-pipeline.ts';
import type { PreparedRun } from '../run/prepare-run.ts';
import { runKey } from '../run/run-key.ts';
import type { AskedEditions } from './request.ts';

/**
 * The known editions of a range, in order.
 * @throws EgdiError `edition-unknown`, `range-reversed` (exit 2)
 */
export function editionsBetween({ from, to }: AskedEditions, known: Iterable<Edition>): Edition[] {
  const editions = [...known].sort((a, b) => a - b);
  for (const asked of [from, to]) {
    if (asked === undefined || editions.includes(asked)) continue;
    throw new EgdiError('edition-unknown', `there is no edition ${asked} of the Survey`, {
      exitCode: EXIT.usage,
      hint: `did you mean ${nearest(asked, editions).join(' or ')}? known: ${editions.join(', ')}`,
    });
  }
  if (from !== undefined && to !== undefined && from > to) {
    throw new EgdiError('range-reversed', `--from ${from} lies after --to ${to}`, {
      exitCode: EXIT.usage,
      hint: `--from ${to} --to ${from}`,
    });
  }
  return editions.filter((edition) => edition >= (from ?? edition) && edition <= (to ?? edition));
}

/** The editions on either side. */
function nearest(asked: Edition, editions: readonly Edition[]): Edition[] {
  const before = editions.filter((edition) => edition < asked).slice(-1);
  const after = editions.filter((edition) => edition > asked).slice(0, 1);
  return [...before, ...after];
}

/**
 * The prepared run without the files that are named after other editions, so that a change of those is no change of
 * this backfill. Its key names the range too: a run over the same files is another one, as it loads more of them.
 */
export function restrictToEditions(
  prepared: PreparedRun,
  editions: readonly Edition[],
  pipeline: SurveyPipeline,
): PreparedRun {
  const { inputs, references } = prepared;
  const files = inputs.files.filter(
    ({ namedEdition }) => namedEdition === null || editions.includes(namedEdition),
  );
  const left = inputs.files.length - files.length;
  const counts = inputs.counts.map((count) => ({
    ...count,
    out: count.out - left,
    excluded: count.excluded + left,
  }));
  const named = new Set(files.map(({ sha256 }) => sha256));
  const decisions = prepared.decisions.filter(({ sha256 }) => named.has(sha256));
  const key = `backfill ${editions.join(' ')} ${runKey(pipeline, files, references, null, decisions)}`;
  return {
    ...prepared,
    inputs: { ...inputs, files, counts },
    decisions,
    runKey: createHash('sha256').update(key).digest('hex'),
  };
}

export interface FindingsByEdition {
  /** Of files that do not say which edition they are about: they may be about any. */
  readonly ofAll: readonly Issue[];
  ofEdition(edition: Edition): readonly Issue[];
}

/** Findings by the editions that they are about: the one they name, and the one that their file is named after. */
export function findingsByEdition(issues: readonly Issue[], known: ReadonlySet<Edition>): FindingsByEdition {
  const byEdition = new Map<Edition, Issue[]>();
  const ofAll: Issue[] = [];
  for (const found of issues) {
    const named = found.file === undefined ? null : editionInName(found.file, known);
    const editions = new Set([found.edition ?? null, named].filter((edition) => edition !== null));
    if (editions.size === 0) ofAll.push(found);
    for (const edition of editions) byEdition.set(edition, [...(byEdition.get(edition) ?? []), found]);
  }
  return { ofAll, ofEdition: (edition) => byEdition.get(edition) ?? [] };
}
