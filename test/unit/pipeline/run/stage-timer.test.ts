import { expect, test } from 'vitest';
import { stageCount } from '../../../../src/model/stage.ts';
import { createStageTimer } from '../../../../src/pipeline/run/stage-timer.ts';
import { createLogger, silentLogger } from '../../../../src/runtime/logger.ts';
import { createProgress } from '../../../../src/runtime/progress.ts';

function open() {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({
    level: 'info',
    version: '1',
    destination: { write: (line) => lines.push(JSON.parse(line)) },
  }).child({ run_id: 7 });
  let now = 0;
  const stages = createStageTimer(
    createProgress({ stream: { write: () => true }, isTty: false, color: false }),
    silentLogger,
    { now: () => new Date(now) },
  );
  const wait = (ms: number) => {
    now += ms;
  };
  return { logger, lines, stages, wait };
}

test('every stage begins and ends with a line that carries run, stage, time and units', () => {
  const { logger, lines, stages, wait } = open();
  stages.begin('extract', 'comparing inputs');
  wait(5);
  stages.logTo(logger);
  stages.onStage('validate', 1, 2, 'a.csv');
  stages.onStage('validate', 2, 2, 'b.csv');
  wait(10);
  stages.count([
    stageCount('validate', 'rows → records', { in: 3, out: 2, quarantined: 1 }),
    stageCount('normalise', 'records → country rows', { in: 2, out: 1, merged: 1 }),
    stageCount('validate', 'rows → records', { in: 4, out: 4 }),
  ]);
  stages.begin('load', 'loading');
  wait(1);
  expect(stages.finished()).toEqual([
    { stage: 'extract', status: 'done', durationMs: 5 },
    { stage: 'validate', status: 'done', durationMs: 10 },
    { stage: 'load', status: 'done', durationMs: 1 },
  ]);
  expect(lines.map(({ run_id, event, stage }) => [run_id, event, stage])).toEqual([
    [7, 'stage.started', 'extract'],
    [7, 'stage.finished', 'extract'],
    [7, 'stage.started', 'validate'],
    [7, 'stage.finished', 'validate'],
    [7, 'stage.finished', 'normalise'],
    [7, 'stage.started', 'load'],
    [7, 'stage.finished', 'load'],
  ]);
  expect(lines[3]).toMatchObject({
    duration_ms: 10,
    units: [{ unit: 'rows → records', in: 7, out: 6, quarantined: 1, excluded: 0, merged: 0 }],
  });
  expect(lines[4]).toMatchObject({ timed_with: 'validate', units: [{ merged: 1 }] });
});

test('the stage in which a run fails says so', () => {
  const { logger, lines, stages } = open();
  stages.logTo(logger);
  stages.begin('load', 'loading');
  stages.finished('stage.failed');
  expect(lines.at(-1)).toMatchObject({ level: 'error', event: 'stage.failed', stage: 'load' });
});
