import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { findKeptWork, keepWork } from '../../../src/pipeline/run/kept-work.ts';
import type { ProcessedInputs } from '../../../src/pipeline/run/process-inputs.ts';
import { type StageOutputs, stageOutputs } from '../../../src/pipeline/run/stage-output.ts';
import { openDocumentReader } from '../../../src/readers/read-document.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import type { InputFile } from '../../../src/stages/extract.ts';
import { findInputs } from '../../../src/stages/extract.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import { createRunBench, official } from '../../support/run-bench.ts';
import { FIXTURE_FOLDER, SURVEY_FOLDER } from '../../support/survey-files.ts';
import { CATALOGUE, partitionHashes, readSurveyFiles, runStages } from '../../support/survey-run.ts';

const KEY = 'a'.repeat(64);

async function keepAndFind(outputs: StageOutputs, inputs: readonly InputFile[], processed: ProcessedInputs) {
  await keepWork(outputs, inputs, { runId: 7, processed }, silentLogger);
  const found = await findKeptWork(outputs, unSurvey, inputs);
  if (!found) throw new Error('nothing was kept');
  return found;
}

describe('B13 the kept output of extract … reconcile', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-kept-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('comes back whole for every edition: partition hashes, evidence, issues, quarantine, counts', async () => {
    const files = await readSurveyFiles([SURVEY_FOLDER]);
    const processed = await runStages(files);
    const outputs = stageOutputs(folder, KEY);
    const { runId, processed: back } = await keepAndFind(
      outputs,
      files.map(({ input }) => input),
      processed,
    );
    expect(runId).toBe(7);
    expect(processed.editions).toHaveLength(12);
    expect(partitionHashes(back.editions)).toEqual(partitionHashes(processed.editions));
    expect(back).toEqual(processed);
    // Evidence asks which source is the primary by identity.
    for (const { published } of back.editions) {
      for (const source of published.crossChecks) expect(source).not.toBe(published.primary);
    }
    await outputs.discard();
    expect(
      await findKeptWork(
        outputs,
        unSurvey,
        files.map(({ input }) => input),
      ),
    ).toBeUndefined();
  });

  test('comes back whole for every hostile file, with what it holds back and refuses', async () => {
    const { files } = await findInputs([join(FIXTURE_FOLDER, 'hostile')], {
      ignoredFiles: [...unSurvey.ignoredFiles, 'cases.json', '*.txt'],
      knownEditions: new Set(CATALOGUE.editions.keys()),
      maxFileBytes: 50_000_000,
    });
    const csv = files.filter(({ path }) => path.endsWith('.csv'));
    expect(csv.length).toBeGreaterThan(15);
    const reader = openDocumentReader();
    let [issues, heldBack, refused] = [0, 0, 0];
    try {
      for (const [index, input] of csv.entries()) {
        const processed = await runStages([{ input, format: 'csv', sheets: [] }], { reader });
        issues += processed.issues.length;
        heldBack += processed.quarantined.length;
        refused += processed.refusedEditions.size;
        const outputs = stageOutputs(folder, index.toString(16).padStart(64, '0'));
        expect((await keepAndFind(outputs, [input], processed)).processed).toEqual(processed);
      }
    } finally {
      await reader.close();
    }
    expect(Math.min(issues, heldBack, refused)).toBeGreaterThan(5);
  });

  describe('is never used', () => {
    let outputs: StageOutputs;
    let inputs: InputFile[];
    let file: string;
    let bytes: Buffer;
    beforeAll(async () => {
      const files = await readSurveyFiles([join(FIXTURE_FOLDER, official(2018))]);
      inputs = files.map(({ input }) => input);
      outputs = stageOutputs(folder, KEY);
      await keepAndFind(outputs, inputs, await runStages(files));
      file = join(folder, KEY, 'reconcile.bin');
      bytes = await readFile(file);
    });
    const find = async (content: Uint8Array, asked = inputs) => {
      await writeFile(file, content);
      return findKeptWork(outputs, unSurvey, asked);
    };

    test('with a byte changed, wherever it is', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(fc.nat(200), fc.nat(bytes.length - 1)),
          fc.integer({ min: 1, max: 255 }),
          async (position, mask) => {
            const damaged = Buffer.from(bytes);
            damaged.writeUInt8((damaged[position] ?? 0) ^ mask, position);
            expect(await find(damaged)).toBeUndefined();
          },
        ),
        { numRuns: 60 },
      );
      expect(await find(bytes)).toBeDefined();
    });

    test('cut short or with more behind it', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
          expect(await find(bytes.subarray(0, length))).toBeUndefined();
        }),
        { numRuns: 30 },
      );
      expect(await find(Buffer.concat([bytes, Buffer.from('x')]))).toBeUndefined();
      expect(await find(Buffer.alloc(0))).toBeUndefined();
    });

    test('by another version of the program, or for another stage', async () => {
      const header = bytes.subarray(0, bytes.indexOf(0x0a)).toString('utf8');
      const renamed = (text: string) => Buffer.concat([Buffer.from(text), bytes.subarray(header.length)]);
      expect(await find(renamed(header))).toBeDefined();
      expect(header).toContain(', 0.1.0, ');
      expect(await find(renamed(header.replace(', 0.1.0, ', ', 0.1.1, ')))).toBeUndefined();
      expect(await find(renamed(header.replace(', reconcile, ', ', compute, ')))).toBeUndefined();
    });

    test('under another key, or for files of another name, edition or number', async () => {
      const [input] = inputs;
      if (!input) throw new Error('no input');
      expect(await find(bytes, [{ ...input, path: join(folder, 'renamed.csv') }])).toBeUndefined();
      expect(await find(bytes, [{ ...input, namedEdition: 2020 }])).toBeUndefined();
      expect(await find(bytes, [input, input])).toBeUndefined();
      expect(await find(bytes, [])).toBeUndefined();
      expect(await findKeptWork(stageOutputs(folder, 'b'.repeat(64)), unSurvey, inputs)).toBeUndefined();
    });
  });

  test('an origin note that was written in between is read', async () => {
    const source = join(folder, 'noted');
    await mkdir(source);
    await writeFile(join(source, 'EGOV_DATA_2018.csv'), await readFile(join(FIXTURE_FOLDER, official(2018))));
    const files = await readSurveyFiles([join(source, 'EGOV_DATA_2018.csv')]);
    const inputs = files.map(({ input }) => input);
    const outputs = stageOutputs(folder, 'c'.repeat(64));
    await keepAndFind(outputs, inputs, await runStages(files));
    await writeFile(join(source, 'origin.json'), '{"publisher": "noted later"}');
    const found = await findKeptWork(outputs, unSurvey, inputs);
    expect(found?.processed.files.map(({ origin }) => origin.publisher)).toEqual(['noted later']);
  });
});

describeEachDatabase('B13 a run does not fail for want of an output folder', (database) => {
  test.each([
    ['a file is in its place', async (outputs: string) => writeFile(outputs, '')],
    [
      'the output cannot take its name',
      async (outputs: string, runKey: string) =>
        void (await mkdir(join(outputs, runKey, 'reconcile.bin', 'in-the-way'), { recursive: true })),
    ],
  ])('%s: a warning, a release, no draft left behind', async (_name, spoil) => {
    const bench = await createRunBench();
    try {
      const warehouse = await database.warehouse();
      await setUpDatabase(warehouse, SQL_FOLDER, { createRoles: false });
      await bench.lay(official(2018));
      const { runKey } = await bench.plan(warehouse);
      await spoil(bench.outputFolder, runKey);
      const warnings: string[] = [];
      const logger = {
        ...silentLogger,
        warn: (event: string) => void warnings.push(event),
        child: () => logger,
      };
      const report = await bench.run(warehouse, { logger, force: true });
      expect(report.exitCode).toBe(0);
      expect(warnings).toEqual(['output.not-kept']);
      const left = await readdir(bench.outputFolder, { recursive: true }).catch(() => []);
      expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    } finally {
      await bench.remove();
    }
  });
});
