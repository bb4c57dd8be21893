/**
 * Workbooks → located sheets, parsed in a guarded process: its heap, its resident memory, its time and its
 * answer are limited, its environment is empty, and it dies with a signal when it exceeds any of them. One
 * process serves all workbooks of a reader. May import model/ only.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { fileURLToPath } from 'node:url';
import { EgdiError } from '../model/error.ts';
import type { ReadFault } from '../model/issue.ts';
import type { CellRange, LocatedRow } from '../model/located.ts';
import type { ReadLimits } from './limits.ts';
import { watchResidentMemory } from './memory-watch.ts';
import { formatBytes, refusal } from './refusal.ts';
import { decodeReply, type WorkbookRequest } from './workbook-protocol.ts';

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** One row as JSON; growing a longer one chunk by chunk would cost time squared. */
const MAX_LINE_CHARACTERS = 8_000_000;

export interface SheetRows {
  readonly name: string;
  readonly rows: LocatedRow[];
  merges: readonly CellRange[];
}

/** Owns the process: started by the first workbook, kept for the next ones, replaced after a fault, ended by `close`. */
export class WorkbookReader {
  readonly #limits: ReadLimits;
  readonly #signal: AbortSignal | undefined;
  readonly #withNumbers: boolean;
  #child: Child | undefined;
  /** One workbook at a time: the limits are those of one. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Processes started so far. */
  startCount = 0;

  constructor(limits: ReadLimits, signal?: AbortSignal, withNumbers = false) {
    this.#limits = limits;
    this.#signal = signal;
    this.#withNumbers = withNumbers;
  }

  /**
   * All sheets of a workbook. Throws `ReadFault` (workbook-unreadable, workbook-encrypted, archive-damaged,
   * archive-bomb, format-unsupported), and the reason of the signal when it aborts.
   */
  read(path: string, format: WorkbookRequest['format']): Promise<SheetRows[]> {
    const result = this.#turn.then(() => this.#exchange(path, format));
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Starts the process ahead of the first workbook, to be ready when it comes. */
  warmUp(): void {
    setReferenced(this.#child ?? this.#start(), false);
  }

  /** Ends the process; a workbook that is being read is refused. */
  async close(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#turn;
    this.#child = undefined;
  }

  #exchange(path: string, format: WorkbookRequest['format']): Promise<SheetRows[]> {
    this.#signal?.throwIfAborted();
    const child = this.#child ?? this.#start();
    const limits = this.#limits;
    const unreadable = (why: string, hint?: string): ReadFault =>
      refusal('workbook-unreadable', path, why, hint === undefined ? {} : { hint });
    setReferenced(child, true);

    return new Promise((resolve, reject) => {
      const sheets: SheetRows[] = [];
      const decoder = new StringDecoder('utf8');
      let rest = '';
      let received = 0;

      const onData = (chunk: Buffer): void => {
        received += chunk.length;
        if (received > limits.maxUnpackedBytes) {
          stop(unreadable(`holds cells of more than ${formatBytes(limits.maxUnpackedBytes)}`));
          return;
        }
        const lines = (rest + decoder.write(chunk)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (onLine(line)) return;
        if (rest.length > MAX_LINE_CHARACTERS) stop(unreadable('holds a row of unreasonable size'));
      };
      /** True when nothing more is expected. */
      const onLine = (line: string): boolean => {
        const reply = decodeReply(line);
        const sheet = sheets.at(-1);
        if (reply?.kind === 'sheet') sheets.push({ name: reply.name, rows: [], merges: [] });
        else if (reply?.kind === 'row' && sheet) sheet.rows.push(reply.row);
        else if (reply?.kind === 'merges' && sheet) sheet.merges = reply.merges;
        else if (reply?.kind === 'done') return finish(() => resolve(sheets));
        else if (reply?.kind === 'fault') {
          const hint = reply.hint === undefined ? {} : { hint: reply.hint };
          return finish(() => reject(refusal(reply.code, path, reply.message, hint)));
        } else {
          stop(unreadable('its parser gave an answer that makes no sense'));
          return true;
        }
        return false;
      };
      const onExit = (): void =>
        stop(unreadable(`its parser stopped, most likely above ${limits.workbookHeapMb} MB of memory`));
      const onAbort = (): void => stop(this.#signal?.reason);
      const timer = setTimeout(
        () => stop(unreadable(`was not parsed within ${limits.workbookTimeoutMs / 1000} seconds`)),
        limits.workbookTimeoutMs,
      );
      const endWatch = watchResidentMemory(child.pid, limits.workbookRssMb, () =>
        stop(unreadable(`needed more than ${limits.workbookRssMb} MB of memory`)),
      );
      const finish = (settle: () => void): true => {
        clearTimeout(timer);
        endWatch();
        child.stdout.off('data', onData);
        child.off('exit', onExit).off('error', onExit);
        this.#signal?.removeEventListener('abort', onAbort);
        setReferenced(child, false);
        settle();
        return true;
      };
      const stop = (reason: unknown): void => {
        child.kill('SIGKILL');
        if (this.#child === child) this.#child = undefined;
        finish(() => reject(reason));
      };

      child.stdout.on('data', onData);
      child.on('exit', onExit).on('error', onExit);
      this.#signal?.addEventListener('abort', onAbort);
      const request: WorkbookRequest = { path, format, limits, withNumbers: this.#withNumbers };
      child.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  #start(): Child {
    const flags = [`--max-old-space-size=${this.#limits.workbookHeapMb}`, '--disable-proto=delete'];
    const child = spawn(process.execPath, [...flags, childModule()], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: minimalEnvironment(),
    });
    // A process that died is noticed by its exit; writing to it must not end this one.
    child.stdin.on('error', () => {});
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    this.startCount += 1;
    this.#child = child;
    return child;
  }
}

/** Nothing of ours is its business; Windows starts no program without its system folder. */
function minimalEnvironment(): NodeJS.ProcessEnv {
  const { SystemRoot } = process.env;
  return process.platform === 'win32' && SystemRoot !== undefined ? { SystemRoot } : {};
}

/** An idle process must not keep the program alive when nobody closed the reader. */
function setReferenced(child: Child, on: boolean): void {
  for (const handle of [child, child.stdin, child.stdout] as { ref?: () => void; unref?: () => void }[]) {
    if (on) handle.ref?.();
    else handle.unref?.();
  }
}

/**
 * The module that the process runs: the neighbour of this one. Run from TypeScript source, as vitest does, it
 * is the compiled neighbour under dist/, since Node 20 runs no TypeScript.
 */
function childModule(): string {
  const isCompiled = import.meta.url.endsWith('.js');
  const place = isCompiled ? './workbook-child.js' : '../../dist/src/readers/workbook-child.js';
  const path = fileURLToPath(new URL(place, import.meta.url));
  if (!existsSync(path)) {
    throw new EgdiError('build-missing', 'workbooks are parsed by the compiled program, which is not built', {
      hint: 'npm run build',
    });
  }
  return path;
}
