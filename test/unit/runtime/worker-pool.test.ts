import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { EgdiError } from '../../../src/model/error.ts';
import { runOnWorkers, serveWorker } from '../../../src/runtime/worker-pool.ts';

/** A worker from text; `answer` has `piece`, `index`, `setting` and `send` at hand. */
function moduleOf(answer: string): URL {
  const text = `
    import { parentPort, workerData as setting } from 'node:worker_threads';
    const send = (message) => parentPort.postMessage(message);
    parentPort.on('message', async ({ index, piece }) => { ${answer} });`;
  return new URL(`data:text/javascript,${encodeURIComponent(text)}`);
}

async function results(answer: string, workers: number, pieces: readonly number[], signal?: AbortSignal) {
  const seen: unknown[] = [];
  await runOnWorkers<number, unknown>({
    module: moduleOf(answer),
    workers,
    setting: { factor: 10 },
    pieces,
    ...(signal === undefined ? {} : { signal }),
    onResult: (result, index) => seen.push([index, result]),
  });
  return seen;
}

describe('pieces on worker threads', () => {
  const DOUBLED = `
    // The first pieces take longest.
    await new Promise((done) => setTimeout(done, index === 0 ? 60 : 5));
    send({ index, result: piece * setting.factor });`;

  test.each([1, 2, 8])('come back in their order, from %i threads', async (workers) => {
    expect(await results(DOUBLED, workers, [1, 2, 3, 4])).toEqual([
      [0, 10],
      [1, 20],
      [2, 30],
      [3, 40],
    ]);
  });

  test('none: nothing to do', async () => {
    expect(await results(DOUBLED, 2, [])).toEqual([]);
  });

  test('an error of the work keeps its code, exit code and hint', async () => {
    const failing = `send({ index, failure: { message: 'no weights', known: { code: 'weight-invalid', exitCode: 3, hint: 'add some' } } });`;
    const error = await results(failing, 2, [1, 2, 3]).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EgdiError);
    expect(error).toMatchObject({
      code: 'weight-invalid',
      exitCode: 3,
      hint: 'add some',
      message: 'no weights',
    });
  });

  test('a thread that dies is an error, not a wait without end', async () => {
    await expect(results('process.exit(5);', 2, [1, 2])).rejects.toThrow('a worker ended with 5');
    await expect(results(`throw new Error('broken');`, 1, [1])).rejects.toThrow('broken');
  });

  test('a stop ends the threads and rejects with its reason', async () => {
    const controller = new AbortController();
    const work = results('/* never answers */', 2, [1, 2], controller.signal);
    setTimeout(() => controller.abort(new Error('stopped')), 50);
    await expect(work).rejects.toThrow('stopped');
    await expect(results(DOUBLED, 1, [1], controller.signal)).rejects.toThrow('stopped');
  });
});

describe('a worker', () => {
  const answersTo = async (compute: (piece: number) => unknown, pieces: readonly number[]) => {
    const { port1, port2 } = new MessageChannel();
    serveWorker<unknown, number, unknown>(() => compute, port1 as MessagePort);
    const answers: unknown[] = [];
    await new Promise<void>((resolve) => {
      port2.on('message', (answer) => {
        answers.push(answer);
        if (answers.length === pieces.length) resolve();
      });
      for (const [index, piece] of pieces.entries()) port2.postMessage({ index, piece });
    });
    port1.close();
    return answers;
  };

  test('answers each piece, and an error by what is left of it between threads', async () => {
    expect(await answersTo((piece) => piece + 1, [1, 2])).toEqual([
      { index: 0, result: 2 },
      { index: 1, result: 3 },
    ]);
    const refuse = () => {
      throw new EgdiError('weight-invalid', 'negative', { exitCode: 3, hint: 'mend it' });
    };
    expect(await answersTo(refuse, [1])).toEqual([
      {
        index: 0,
        failure: { message: 'negative', known: { code: 'weight-invalid', exitCode: 3, hint: 'mend it' } },
      },
    ]);
    const break_ = () => {
      throw new RangeError('no such row');
    };
    expect(await answersTo(break_, [1])).toEqual([
      { index: 0, failure: { message: 'no such row', known: null } },
    ]);
  });
});
