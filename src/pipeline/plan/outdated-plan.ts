/** A plan is compared with what a run finds, so that a run by plan does what was looked at or nothing. */
import { EgdiError, EXIT } from '../../model/error.ts';
import type { PreparedRun } from '../run/prepare-run.ts';
import { keyParts } from '../run/run-key.ts';
import type { PlanFile } from './plan-file.ts';

/**
 * Compares what is known before a database is opened: the files and the schema that this program brings.
 * @throws EgdiError `plan-outdated` (exit 3)
 */
export function refuseChangedInputs(plan: PlanFile, prepared: PreparedRun, schemaSha256: string): void {
  refuse([...changedInputs(plan, prepared), ...changedSchema(plan, schemaSha256)]);
}

/**
 * Compares all that a run depends on with what the plan was made for.
 * @throws EgdiError `plan-outdated` (exit 3) naming what changed
 */
export function refuseOutdated(plan: PlanFile, prepared: PreparedRun, publishedRelease: number | null): void {
  const changes = [
    ...changedInputs(plan, prepared),
    ...changedParts(plan.keyParts, keyParts(prepared.pipeline, prepared.references)),
    ...(publishedRelease === plan.publishedRelease
      ? []
      : [`${releaseName(publishedRelease)} is published, not ${releaseName(plan.publishedRelease)}`]),
  ];
  const isSameKey = prepared.runKey === plan.runKey;
  // What the key holds besides: which edition a file is taken for, and what was decided about its rows.
  const rest = [
    'decisions about rows that were held back (egdi quarantine list --all), or the edition given for a file',
  ];
  refuse(changes.length > 0 || isSameKey ? changes : [`changed: ${rest}`]);
}

function changedInputs(plan: PlanFile, { inputs }: PreparedRun): string[] {
  const now = new Map(inputs.files.map((file) => [file.path, file.sha256]));
  const then = new Map(plan.inputs.map((file) => [file.path, file.sha256]));
  return [...new Set([...then.keys(), ...now.keys()])].sort().flatMap((file) => {
    if (!now.has(file)) return [`input ${file} is missing`];
    if (!then.has(file)) return [`input ${file} is new`];
    return now.get(file) === then.get(file) ? [] : [`input ${file} has other bytes`];
  });
}

function changedParts(
  then: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string[] {
  const others = [...new Set([...Object.keys(then), ...Object.keys(now)])].filter(
    (part) => then[part] !== now[part],
  );
  return others.length === 0 ? [] : [`changed: ${others.join(', ')}`];
}

function changedSchema(plan: PlanFile, schemaSha256: string): string[] {
  return plan.schema.sha256 === schemaSha256 ? [] : ['the program brings another database schema'];
}

function releaseName(release: number | null): string {
  return release === null ? 'no release' : `release ${release}`;
}

function refuse(changes: readonly string[]): void {
  if (changes.length === 0) return;
  throw new EgdiError('plan-outdated', `the plan does not hold any more: ${changes.join('; ')}`, {
    exitCode: EXIT.dataRefused,
    hint: 'nothing was loaded; make a new plan with: egdi plan --out FILE',
  });
}
