/** Tables that were stored, beside what is published of their series: what is older, and what would take figures away. */
import { type Issue, issue } from '../../model/issue.ts';
import { lossIssue } from '../../stages/load/series-losses.ts';
import type { Session } from '../../warehouse/connection/session.ts';
import { lostValues, publishedVersions } from '../../warehouse/versions/lost-values.ts';
import { publishedVintages } from '../../warehouse/versions/published-vintages.ts';
import type { LoadedTable } from './load-table.ts';
import type { IndicatorRunRequest } from './prepare-indicators.ts';
import { whyOlder } from './vintages.ts';

/** Leaves what is older than the published vintage of its series where it is: a version that no release lists. */
export async function withoutOlder(
  session: Session,
  tables: readonly LoadedTable[],
  issues: Issue[],
): Promise<LoadedTable[]> {
  const published = await publishedVintages(session, [
    ...new Set(tables.flatMap(({ stored }) => [...stored.keys()])),
  ]);
  return tables.map((table) => {
    const older = new Map<string, string>();
    for (const code of table.stored.keys()) {
      const known = published.get(code);
      if (known === undefined) continue;
      const own = { ...table, lastYear: table.lastYears.get(code) || null };
      const why = whyOlder(own, { ...known, grows: false });
      if (why !== null) older.set(code, why);
    }
    const [[, why] = []] = older;
    if (why === undefined) return table;
    const shown = [...older.keys()].slice(0, 3).join(', ') + (older.size > 3 ? ' …' : '');
    const message = `${older.size} series are older than the published ones (${shown}: ${why}); those stay`;
    issues.push(issue('vintage-older', message, { file: table.file, sha256: table.sha256 }));
    const stored = new Map([...table.stored].filter(([code]) => !older.has(code)));
    return { ...table, stored, versions: stored };
  });
}

/** Tables with series that would take figures from what is published, or from an older table of the run. */
export async function shrinkingTables(
  session: Session,
  rounds: readonly (readonly LoadedTable[])[],
  { acceptFewer: isAccepted = false }: Pick<IndicatorRunRequest, 'acceptFewer'>,
  issues: Issue[],
): Promise<LoadedTable[]> {
  const codes = rounds.flat().flatMap(({ stored }) => [...stored.keys()]);
  const versions = await publishedVersions(session, 'observation', [...new Set(codes)]);
  const shrinking: LoadedTable[] = [];
  // Of tables that are refused anyway it says nothing: they lack what was refused.
  for (const table of rounds.flat().filter(({ report }) => report.status === 'loaded')) {
    const { stored, file, sha256 } = table;
    const replacements = [...stored].flatMap(([code, { versionId: to }]) => {
      const from = versions.get(code);
      return from === undefined ? [] : [{ code, from, to }];
    });
    const found = lossIssue(await lostValues(session, 'observation', replacements), {
      isAccepted,
      file,
      sha256,
    });
    if (found !== undefined) issues.push(found);
    if (found?.severity === 'error') shrinking.push(table);
    else for (const [code, { versionId }] of stored) versions.set(code, versionId);
  }
  return shrinking;
}
