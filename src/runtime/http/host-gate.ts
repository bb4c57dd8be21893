/**
 * Politeness: one request at a time to a host, and a pause between two. It holds for one process; runs that share a
 * warehouse are kept apart by its lock. Imports nothing but its neighbours.
 */
import type { HttpTime } from './http-time.ts';

export interface HostGate {
  /** Waits for the host's turn and does the work; `intervalMs` after it nobody else begins. */
  pass<T>(host: string, intervalMs: number, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

interface HostState {
  /** Settles when everybody before has left. Never rejects. */
  tail: Promise<void>;
  freeAtMs: number;
}

export function createHostGate(time: HttpTime): HostGate {
  const hosts = new Map<string, HostState>();
  return {
    async pass(host, intervalMs, signal, work) {
      const state = hosts.get(host) ?? { tail: Promise.resolve(), freeAtMs: Number.NEGATIVE_INFINITY };
      hosts.set(host, state);
      const before = state.tail;
      let leave = (): void => {};
      state.tail = new Promise<void>((resolve) => {
        leave = resolve;
      });
      try {
        await before;
        signal.throwIfAborted();
        const waitMs = state.freeAtMs - time.monotonicMs();
        if (waitMs > 0) await time.sleep(waitMs, signal);
        try {
          return await work();
        } finally {
          state.freeAtMs = time.monotonicMs() + intervalMs;
        }
      } finally {
        leave();
      }
    },
  };
}
