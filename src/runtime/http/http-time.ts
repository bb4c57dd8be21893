/**
 * The passing of time for HTTP, as an argument: waits and time limits. A test hands in its own, so that nothing waits.
 * Imports nothing.
 */
import { setTimeout as wait } from 'node:timers/promises';

export interface HttpTime {
  /** Milliseconds that only go forward. */
  monotonicMs(): number;
  /** Resolves after that long; rejects with the reason of `signal` when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `act` once, after that long, unless the returned function is called before. */
  after(ms: number, act: () => void): () => void;
}

export const systemTime: HttpTime = {
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    await wait(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error;
    });
  },
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
