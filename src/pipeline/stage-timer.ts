/** How long each stage of a run took, shown as progress while it goes on. */
import { STAGE_NAMES, type StageName } from '../model/stage.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Progress } from '../runtime/progress.ts';
import type { StageReport } from './run-report.ts';

export interface StageTimer {
  begin(stage: StageName, label: string): void;
  onStage(stage: StageName, done: number, total: number, detail: string): void;
  /** Says that stages are not done, since their output is there already. */
  reuse(stages: readonly StageName[]): void;
  /** Undefined for a stage that is timed together with the one before it. */
  durationOf(stage: StageName): number | undefined;
  finished(): StageReport[];
}

export function createStageTimer(progress: Progress, logger: Logger, clock: Clock): StageTimer {
  const durations = new Map<StageName, number>();
  const reused = new Set<StageName>();
  let current: StageName | undefined;
  let since = clock.now().getTime();
  const settle = () => {
    const now = clock.now().getTime();
    if (current) durations.set(current, (durations.get(current) ?? 0) + now - since);
    since = now;
  };
  const begin = (stage: StageName, label: string, total?: number) => {
    settle();
    if (current && current !== stage) progress.finish();
    if (current !== stage) {
      logger.debug('stage.started', { stage });
      progress.start(`${stage.padEnd(10)} ${label}`, total);
    }
    current = stage;
  };
  const LABELS: Partial<Record<StageName, string>> = {
    validate: 'reading, validating and normalising',
    compute: 'computing and reconciling',
  };
  return {
    begin,
    onStage(stage, done, total, detail) {
      begin(stage, LABELS[stage] ?? '', total);
      progress.update(done, detail.split(/[\\/]/).at(-1) ?? '');
    },
    reuse(stages) {
      settle();
      current = undefined;
      for (const stage of stages) {
        logger.debug('stage.reused', { stage });
        reused.add(stage);
      }
    },
    durationOf: (stage) => durations.get(stage),
    finished() {
      settle();
      return STAGE_NAMES.flatMap((stage): StageReport[] => {
        if (reused.has(stage)) return [{ stage, status: 'reused', durationMs: 0 }];
        const durationMs = durations.get(stage);
        return durationMs === undefined ? [] : [{ stage, status: 'done', durationMs }];
      });
    },
  };
}
