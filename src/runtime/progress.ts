/**
 * Progress of a run, for the person who waits for it: one line on a terminal, rewritten in place; nothing in
 * a pipe, where the log speaks. Owns the spinner line on stderr. Imports nothing.
 */

export interface ProgressStream {
  write(text: string): unknown;
  readonly columns?: number | undefined;
}

export interface ProgressOptions {
  readonly stream: ProgressStream;
  readonly isTty: boolean;
  /** False under `NO_COLOR`. */
  readonly color: boolean;
}

export interface Progress {
  /** Begins a stage; one that was still open is dropped from the screen. */
  start(label: string, total?: number): void;
  update(done: number, detail?: string): void;
  /** Ends the stage with a line that stays. */
  finish(summary?: string): void;
  /** A line that stays, above the moving one. */
  note(line: string): void;
  /** Takes the moving line away, for an error message or the end of the program. */
  stop(): void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;
const CLEAR_LINE = '\r\u001b[2K';
const SILENT: Progress = { start() {}, update() {}, finish() {}, note() {}, stop() {} };

export function createProgress({ stream, isTty, color }: ProgressOptions): Progress {
  if (!isTty) return SILENT;
  const paint = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  let stage: { label: string; total: number | undefined; done: number; detail: string } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let frame = 0;
  let drawnAtMs = 0;

  function draw(): void {
    if (!stage) return;
    const count =
      stage.total !== undefined ? ` ${stage.done}/${stage.total}` : stage.done > 0 ? ` ${stage.done}` : '';
    const text = `${stage.label}${count}${stage.detail && `  ${stage.detail}`}`;
    // A line that wraps could not be rewritten: cut it to the width, the spinner and a last free column.
    const fitting = [...text].slice(0, Math.max(1, (stream.columns || 80) - 3)).join('');
    stream.write(`${CLEAR_LINE}${paint(36, FRAMES[frame % FRAMES.length] ?? '')} ${fitting}`);
    drawnAtMs = Date.now();
  }

  function tick(): void {
    frame += 1;
    draw();
  }

  function stop(): void {
    clearInterval(timer);
    if (stage) stream.write(CLEAR_LINE);
    stage = undefined;
  }

  return {
    start(label, total) {
      stop();
      stage = { label, total, done: 0, detail: '' };
      draw();
      timer = setInterval(tick, FRAME_MS);
      timer.unref();
    },
    update(done, detail = '') {
      if (!stage) return;
      Object.assign(stage, { done, detail });
      // Work that never yields to the event loop stops the timer: then the updates turn the spinner.
      if (Date.now() - drawnAtMs >= FRAME_MS) tick();
    },
    finish(summary = '') {
      if (!stage) return;
      const { label } = stage;
      stop();
      stream.write(`${paint(32, '✔')} ${label}${summary && `  ${paint(2, summary)}`}\n`);
    },
    note(line) {
      stream.write(`${stage ? CLEAR_LINE : ''}${line}\n`);
      draw();
    },
    stop,
  };
}
