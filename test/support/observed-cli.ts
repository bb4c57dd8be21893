/** The built program with everything on that observes its runs, and what it left behind after each one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import { type RunArtifact, runArtifactSchema } from '../../src/report/artifacts/run-artifact-schema.ts';
import { runCli } from './cli.ts';
import { type RunEvent, runEventSchema } from './lineage-schema.ts';
import { parsePrometheus, type Sample } from './prometheus-parser.ts';

export type LogLine = Readonly<Record<string, unknown>>;

export interface ObservedOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Traces {
  readonly artifact: RunArtifact;
  readonly logs: readonly LogLine[];
  /** Of this run. */
  readonly events: readonly RunEvent[];
  readonly metrics: readonly Sample[];
}

export interface ObservedCli {
  readonly env: Readonly<Record<string, string>>;
  run(args: readonly string[]): Promise<ObservedOutcome & Traces & { readonly report: RunReport | null }>;
  /** What the last run left behind. Throws where it is not as its format has it. */
  traces(stderr: string): Traces;
  artifactNames(): string[];
  /** Everything that was ever written, as text. */
  allTexts(): string;
}

/** `folder` receives all that is written beside the database. */
export function observedCli(folder: string, given: Readonly<Record<string, string>> = {}): ObservedCli {
  const runs = join(folder, 'runs');
  const lineage = join(folder, 'lineage', 'events.ndjson');
  const metrics = join(folder, 'metrics', 'egdi.prom');
  const env = {
    EGDI_ARTIFACT_DIR: runs,
    EGDI_METRICS_FILE: metrics,
    EGDI_OPENLINEAGE: lineage,
    EGDI_LOG_LEVEL: 'trace',
    ...given,
  };
  const artifactNames = () => (existsSync(runs) ? readdirSync(runs).sort() : []);
  const texts: string[] = [];
  const read = (path: string): string => {
    const text = readFileSync(path, 'utf8');
    texts.push(text);
    return text;
  };
  const traces = (stderr: string): Traces => {
    texts.push(stderr);
    const artifact = runArtifactSchema.parse(
      JSON.parse(read(join(runs, artifactNames().at(-1) ?? '', 'run.json'))),
    );
    const events = read(lineage)
      .trimEnd()
      .split('\n')
      .map((line) => runEventSchema.parse(JSON.parse(line)))
      .filter((event) => event.run.runId === artifact.uuid);
    return { artifact, logs: logLines(stderr), events, metrics: parsePrometheus(read(metrics)) };
  };
  return {
    env,
    artifactNames,
    traces,
    allTexts: () => texts.join('\n'),
    async run(args) {
      const outcome = await runCli([...args, '--json'], { env });
      texts.push(outcome.stdout);
      const report = outcome.stdout === '' ? null : (JSON.parse(outcome.stdout) as RunReport);
      return { ...outcome, ...traces(outcome.stderr), report };
    },
  };
}

/** The JSON lines among what a program said on stderr. */
export function logLines(stderr: string): LogLine[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
}
