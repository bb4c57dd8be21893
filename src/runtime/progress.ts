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
  /** With a pace, how fast it goes and how long the rest will take are shown too. */
  update(done: number, detail?: string, pace?: Pace): void;
  /** Ends the stage with a line that stays. */
  finish(summary?: string): void;
  /** A line that stays, above the moving one. */
  note(line: string): void;
  /** Takes the moving line away, for an error message or the end of the program. */
  stop(): void;
}

/** What is known of the speed of a stage since it began. */
export interface Pace {
  /** Units of work done: `figures`. */
  readonly units: number;
  readonly unit: string;
  /** Steps done, and to be done yet, of about the same length. */
  readonly finished: number;
  readonly left: number;
}

/** `1,200 figures/s, 0:07 left`; empty while nothing is finished that could be measured. */
export function paceText({ units, unit, finished, left }: Pace, elapsedMs: number): string {
  if (finished === 0 || elapsedMs <= 0) return '';
  const perSecond = String(Math.round((units * 1000) / elapsedMs)).replace(/\B(?=(\d{3})+$)/g, ',');
  const secondsLeft = Math.ceil(((elapsedMs / finished) * left) / 1000);
  const minutes = Math.floor(secondsLeft / 60);
  return `${perSecond} ${unit}/s, ${minutes}:${String(secondsLeft % 60).padStart(2, '0')} left`;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;
const CLEAR_LINE = '\r\u001b[2K';
const SILENT: Progress = { start() {}, update() {}, finish() {}, note() {}, stop() {} };

export function createProgress({ stream, isTty, color }: ProgressOptions): Progress {
  if (!isTty) return SILENT;
  const paint = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  let stage:
    | { label: string; total: number | undefined; done: number; detail: string; startedAtMs: number }
    | undefined;
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
      stage = { label, total, done: 0, detail: '', startedAtMs: Date.now() };
      draw();
      timer = setInterval(tick, FRAME_MS);
      timer.unref();
    },
    update(done, detail = '', pace) {
      if (!stage) return;
      const speed = pace === undefined ? '' : paceText(pace, Date.now() - stage.startedAtMs);
      Object.assign(stage, { done, detail: [detail, speed].filter((part) => part !== '').join('  ') });
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

/** The same progress with a switch: what is reported while it is silent is not shown. */
export function silenceable(progress: Progress): {
  readonly progress: Progress;
  silence(isWanted: boolean): void;
} {
  let isSilent = false;
  const unlessSilent =
    <A extends unknown[]>(method: (...args: A) => void) =>
    (...args: A): void => {
      if (!isSilent) method(...args);
    };
  return {
    progress: {
      start: unlessSilent(progress.start),
      update: unlessSilent(progress.update),
      finish: unlessSilent(progress.finish),
      note: unlessSilent(progress.note),
      stop: unlessSilent(progress.stop),
    },
    silence(isWanted) {
      isSilent = isWanted;
    },
  };
}
