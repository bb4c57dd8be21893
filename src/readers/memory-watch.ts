/** Watches the resident memory of another process. Imports nothing. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LINUX_INTERVAL_MS = 20;
/** Starting `ps` costs a process. */
const PS_INTERVAL_MS = 250;

/** Calls `onExceeded` once when the process is above the limit; returns what ends the watch. */
export function watchResidentMemory(
  pid: number | undefined,
  limitMb: number,
  onExceeded: () => void,
): () => void {
  if (pid === undefined) return () => {};
  const isLinux = process.platform === 'linux';
  const check = (bytes: number | undefined): void => {
    if (bytes === undefined || bytes <= limitMb * 1_048_576) return;
    clearInterval(timer);
    onExceeded();
  };
  const timer = setInterval(
    () => (isLinux ? check(residentBytes(pid)) : psResidentBytes(pid, check)),
    isLinux ? LINUX_INTERVAL_MS : PS_INTERVAL_MS,
  );
  timer.unref();
  return () => clearInterval(timer);
}

/** Resident memory by /proc: in kB in `status`, so the page size (`statm`) need not be known. */
export function residentBytes(pid: number): number | undefined {
  try {
    const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return match ? Number(match[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

function psResidentBytes(pid: number, then: (bytes: number | undefined) => void): void {
  execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, stdout) => {
    const kilobytes = Number(stdout.trim());
    then(error || !Number.isFinite(kilobytes) ? undefined : kilobytes * 1024);
  });
}
