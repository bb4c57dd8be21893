/**
 * The files as published give the same facts as the fixtures laid out from them, and confirm them when both are
 * loaded. They lie beside the project and are not part of it, so this test says so where they are absent.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProcessedInputs } from '../../../src/pipeline/run/process-inputs.ts';
import { SURVEY_FOLDER } from '../../support/survey-files.ts';
import { type MemoryFile, partitionHashes, readSurveyFiles, runStages } from '../../support/survey-run.ts';

const published = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'survey', 'files');
const absent = !existsSync(published);
if (absent) console.warn('NOT COMPARED: ../shared/data/survey/files is absent');

const fixtures = await readSurveyFiles([SURVEY_FOLDER]);
const theirs = absent ? [] : await readSurveyFiles([published]);
const ours = partitionHashes((await runStages(fixtures)).editions);

describe.skipIf(absent)(
  `the published files${absent ? ' — NOT COMPARED, ../shared/data is absent' : ''}`,
  () => {
    it('give the partitions of the fixtures, hash for hash', async () => {
      const run = await runStages(theirs);
      expect(theirs).toHaveLength(17);
      expect(errorsAndConflicts(run)).toEqual([]);
      expect(partitionHashes(run.editions)).toEqual(ours);
      expect(ours.size).toBe(24);
    });

    it('confirm the fixtures without a conflict when both are loaded, whichever comes first', async () => {
      for (const files of [fixtures.concat(notSameBytes(theirs)), notSameBytes(theirs).concat(fixtures)]) {
        const run = await runStages(files);
        expect(errorsAndConflicts(run)).toEqual([]);
        expect(partitionHashes(run.editions)).toEqual(ours);
        for (const { published: loaded } of run.editions) {
          const official = loaded.crossChecks.filter(({ source }) => source.layoutId === 'egovkb');
          expect([loaded.edition, official.length]).toEqual([loaded.edition, 1]);
        }
      }
    });

    it('are read by the layouts declared for them', async () => {
      const layouts = (await runStages(theirs)).files.map(({ layoutId }) => layoutId);
      const count = (id: string) => layouts.filter((layoutId) => layoutId === id).length;
      expect([count('egovkb'), count('unu-egov'), count('data360-wide')]).toEqual([12, 3, 2]);
    });
  },
);

/** The fixtures that are copies to the byte are merged at extract; only the others come twice. */
function notSameBytes(files: readonly MemoryFile[]): MemoryFile[] {
  const known = new Set(fixtures.map(({ input }) => input.sha256));
  return files.filter(({ input }) => !known.has(input.sha256));
}

function errorsAndConflicts(run: ProcessedInputs): string[] {
  return run.issues
    .filter(({ code, severity }) => severity === 'error' || code.startsWith('source-'))
    .map(({ code, message }) => `${code}: ${message}`);
}
