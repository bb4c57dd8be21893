/**
 * Which process a number stands for. Numbers are given out again, so a process is its number and its start time.
 * Owned by warehouse/; used by the locks of the embedded store.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** When a process started, in the operating system's own words; undefined if there is no such process. */
export function processStart(pid: number, platform: NodeJS.Platform = process.platform): string | undefined {
  try {
    if (platform === 'linux') return linuxStart(pid);
    if (platform === 'win32') return undefined;
    const output = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      // The words must not depend on who asks.
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process still runs. Where its start time cannot be known, its number has to do. */
export function isRunning(pid: number, started: string | undefined): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: there is such a process, of another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const found = processStart(pid);
  return started === undefined || found === undefined || found === started;
}

// Field 22 counts clock ticks since boot; the second field is a name in brackets that may contain anything.
function linuxStart(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  if (ticks === undefined) return undefined;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticks}`;
}
