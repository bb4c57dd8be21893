/** A run as the artifacts tell it: its report, and what surrounds it. Owned by report/. */
import type { RunReport } from '../../pipeline/run/run-report.ts';
import type { ObservedState } from '../../warehouse/queries/observed-state.ts';

export interface ObservedRun {
  readonly report: RunReport;
  /** Names the run everywhere: run numbers are those of one database. */
  readonly uuid: string;
  readonly command: string;
  /** Of the command line, without secrets. */
  readonly arguments: readonly string[];
  readonly reason: string;
  readonly nominalTime: string | null;
  /** Every setting as it may be shown, with where it came from. */
  readonly configuration: Readonly<
    Record<string, { readonly value: string | number | null; readonly origin: string }>
  >;
  readonly process: {
    readonly host: string;
    readonly pid: number;
    readonly actor: string;
    readonly platform: string;
    readonly node: string;
  };
  readonly database: ObservedDatabase;
}

export interface ObservedDatabase {
  readonly kind: 'embedded' | 'server';
  /** Of PostgreSQL; null when the database was not reached. */
  readonly version: string | null;
  /** Address without account and password: `postgres://db.example:5432`. */
  readonly address: string;
  /** Null when the database could not be asked. */
  readonly state: ObservedState | null;
}
