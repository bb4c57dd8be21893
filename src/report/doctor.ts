/** What `egdi doctor` says, and which exit code its findings lead to. */
import { EXIT, type ExitCode } from '../model/error.ts';
import type { Check } from '../warehouse/health/health.ts';
import { type Palette, plural, table } from './text.ts';

const EXIT_OF_AREA: Readonly<Record<Check['area'], ExitCode>> = {
  installation: EXIT.usage,
  database: EXIT.databaseUnavailable,
  data: EXIT.dataRefused,
};

/** Of the failures the one nearest to the ground decides: without a database nothing is known about the data. */
export function doctorExitCode(checks: readonly Check[]): ExitCode {
  const failures = new Set(checks.filter(({ status }) => status === 'fail').map(({ area }) => area));
  for (const area of ['installation', 'database', 'data'] as const) {
    if (failures.has(area)) return EXIT_OF_AREA[area];
  }
  return EXIT.ok;
}

export function doctorReport(checks: readonly Check[], palette: Palette): string {
  const rows = checks.map(({ name, status, message }) => [status.toUpperCase(), name, message]);
  const listed = table([{ title: '' }, { title: 'check' }, { title: 'finding' }], rows, palette);
  const fixes = checks.flatMap(({ name, fix }) => (fix === null ? [] : [`  ${name}: ${fix}`]));
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  const warnings = count('warn') > 0 ? `, ${plural(count('warn'), 'warning')}` : '';
  const verdict =
    count('fail') === 0
      ? palette.good(`Nothing fails${warnings}.`)
      : palette.bad(`${plural(count('fail'), 'check')} failed${warnings}.`);
  return [listed, '', verdict, ...(fixes.length > 0 ? ['What to do:', ...fixes] : [])].join('\n');
}
