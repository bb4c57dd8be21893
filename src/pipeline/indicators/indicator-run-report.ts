/** What a run of tables says about itself: each table beside what every run says. */
import type { RunReport } from '../run/run-report.ts';

/** One table as the run took it. */
export interface IndicatorTableReport {
  readonly file: string;
  readonly sheet: string | null;
  readonly layoutId: string;
  readonly vintage: string | null;
  readonly status: 'loaded' | 'refused';
  readonly indicators: number;
  readonly rowsRead: number;
  readonly observations: number;
  readonly leftOutRows: number;
  readonly quarantinedRows: number;
}

export interface IndicatorRunReport extends RunReport {
  readonly tables: readonly IndicatorTableReport[];
  /** Releases that this run published, in their order. */
  readonly publishedReleases: readonly number[];
}
