/** How long each stage of a run took: progress while it goes on, and a line in the log at its beginning and end. */
import { STAGE_NAMES, type StageCount, type StageName, sumCounts } from '../../model/stage.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Progress } from '../../runtime/progress.ts';
import type { StageReport } from './run-report.ts';

export interface StageTimer {
  begin(stage: StageName, label: string): void;
  onStage(stage: StageName, done: number, total: number, detail: string): void;
  /** What the stage under way, and those timed together with it, counted: told at its end. */
  count(counts: readonly StageCount[]): void;
  /** Says that stages are not done, since their output is there already. */
  reuse(stages: readonly StageName[]): void;
  /** Undefined for a stage that is timed together with the one before it. */
  durationOf(stage: StageName): number | undefined;
  /** Lines go to this log from now on, beginning with the stage under way: until then a run has no number. */
  logTo(logger: Logger): void;
  /** Ends the stage under way, well or by the failure of the run. */
  finished(how?: 'stage.finished' | 'stage.failed'): StageReport[];
}

export function createStageTimer(progress: Progress, given: Logger, clock: Clock): StageTimer {
  const durations = new Map<StageName, number>();
  const reused = new Set<StageName>();
  let logger = given;
  let counted: StageCount[] = [];
  let current: StageName | undefined;
  let since = clock.now().getTime();
  const settle = () => {
    const now = clock.now().getTime();
    if (current) durations.set(current, (durations.get(current) ?? 0) + now - since);
    since = now;
  };
  /** One line for each stage that ends here: those without a time of their own say whose time they are in. */
  const tell = (event: 'stage.finished' | 'stage.failed') => {
    if (!current) return;
    for (const stage of new Set([current, ...counted.map((count) => count.stage)])) {
      const units = sumCounts(counted.filter((count) => count.stage === stage)).map(
        ({ unit, in: entered, out, quarantined, excluded, merged }) => {
          return { unit, in: entered, out, quarantined, excluded, merged };
        },
      );
      const time = stage === current ? { duration_ms: durations.get(current) ?? 0 } : { timed_with: current };
      logger[event === 'stage.failed' ? 'error' : 'info'](event, { stage, ...time, units });
    }
    counted = [];
  };
  const begin = (stage: StageName, label: string, total?: number) => {
    settle();
    if (current === stage) return;
    if (current) progress.finish();
    tell('stage.finished');
    current = stage;
    logger.info('stage.started', { stage });
    progress.start(`${stage.padEnd(10)} ${label}`, total);
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
      tell('stage.finished');
      current = undefined;
      for (const stage of stages) {
        logger.info('stage.reused', { stage });
        reused.add(stage);
      }
    },
    count: (counts) => void counted.push(...counts),
    durationOf: (stage) => durations.get(stage),
    logTo(own) {
      logger = own;
      if (current) logger.info('stage.started', { stage: current });
    },
    finished(how = 'stage.finished') {
      settle();
      tell(how);
      current = undefined;
      return STAGE_NAMES.flatMap((stage): StageReport[] => {
        if (reused.has(stage)) return [{ stage, status: 'reused', durationMs: 0 }];
        const durationMs = durations.get(stage);
        return durationMs === undefined ? [] : [{ stage, status: 'done', durationMs }];
      });
    },
  };
}
