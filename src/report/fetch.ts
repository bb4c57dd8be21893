/** What `egdi fetch` says: what came, what did not, and what is declared and kept. */
import type { HttpOrigin } from '../model/http-origin.ts';
import type { Issue } from '../model/issue.ts';
import type { StageCount } from '../model/stage.ts';
import type { FetchedSource, FetchOutcome } from '../stages/extract/fetched-source.ts';
import type { Vintage } from '../stages/extract/vintages.ts';
import { issueLines } from './findings.ts';
import { minute } from './labelled.ts';
import { grouped, type Palette, plural, table } from './text.ts';

export interface FetchReport {
  readonly sources: readonly (FetchedSource & { readonly laidOut: string | null })[];
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
}

/** A declared origin with what is kept of it. */
export interface ListedOrigin {
  readonly origin: HttpOrigin;
  readonly vintage: Vintage | null;
}

const OUTCOMES: Readonly<Record<FetchOutcome, string>> = {
  new: 'new',
  changed: 'changed',
  unchanged: 'unchanged',
  'not-modified': 'unchanged (not sent again)',
  offline: 'kept (offline)',
};

export function fetchText({ sources, issues, counts }: FetchReport, palette: Palette): string {
  const parts: string[] = [];
  if (sources.length > 0) {
    parts.push(
      table(
        [
          { title: 'origin' },
          { title: 'outcome' },
          { title: 'vintage', align: 'right' },
          { title: 'retrieved (UTC)' },
          { title: 'bytes', align: 'right' },
          { title: 'sha256' },
        ],
        sources.map(({ originId, outcome, vintage }) => [
          originId,
          OUTCOMES[outcome],
          String(vintage.number),
          minute(vintage.retrievedAt),
          grouped(vintage.bytes),
          vintage.sha256.slice(0, 12),
        ]),
        palette,
      ),
    );
    parts.push(palette.dim(sources.map(({ laidOut, path }) => laidOut ?? path).join('\n')));
  }
  const refused = counts.reduce((sum, { quarantined }) => sum + quarantined, 0);
  const came = sources.length > 0 ? [palette.good(`${plural(sources.length, 'source')} at hand.`)] : [];
  const missing = refused > 0 ? [palette.bad(`${plural(refused, 'origin')} gave nothing.`)] : [];
  return [...parts, ...issueLines(issues, palette), [...came, ...missing].join(' ')].join('\n\n');
}

/** Extended, never renamed. */
export function fetchJson({ sources, issues, counts }: FetchReport): string {
  const shown = sources.map(({ originId, outcome, vintage, path, laidOut, origin }) => ({
    origin: originId,
    outcome,
    path,
    laidOut,
    vintage,
    provenance: origin,
  }));
  return JSON.stringify({ sources: shown, issues, counts }, null, 2);
}

export function originsText(listed: readonly ListedOrigin[], palette: Palette): string {
  const rows = listed.map(({ origin, vintage }) => [
    origin.id,
    origin.freshness.cadence,
    vintage === null ? '' : String(vintage.number),
    vintage === null ? 'never' : minute(vintage.checkedAt),
    origin.title,
  ]);
  const columns = [
    { title: 'origin' },
    { title: 'cadence' },
    { title: 'vintages', align: 'right' as const },
    { title: 'checked (UTC)' },
    { title: 'title' },
  ];
  const hint = palette.dim('egdi fetch ORIGIN … fetches; egdi fetch --all fetches everything.');
  return `${table(columns, rows, palette)}\n\n${hint}`;
}

/** Extended, never renamed. */
export function originsJson(listed: readonly ListedOrigin[]): string {
  const shown = listed.map(({ origin, vintage }) => ({
    id: origin.id,
    publisher: origin.publisher,
    title: origin.title,
    licence: origin.licence,
    page: origin.page,
    hosts: origin.hosts,
    expects: origin.expects,
    freshness: origin.freshness,
    vintage,
  }));
  return JSON.stringify({ origins: shown }, null, 2);
}
