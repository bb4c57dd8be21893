/** All commands, in the order of `egdi --help`. Each is loaded when it is called. */
import { InvalidArgumentError, Option } from 'commander';
import type { CommandDefinition } from './command.ts';

export const COMMANDS: readonly CommandDefinition[] = [
  {
    usage: 'run [pipeline]',
    summary: 'extract … publish what is new; nothing when nothing is',
    examples: ['egdi run', 'egdi run un-survey --input downloads/', 'egdi run --json | jq .outcome'],
    options: [
      new Option('--input <path...>', 'files and folders instead of the inputs that ship with the program'),
      new Option('--declare <file>', 'JSON with further declarations: editions, aliases, layouts'),
      new Option('--force', 'run even when nothing is new'),
      new Option('--reason <text>', 'why; kept with the release'),
    ],
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    usage: 'backfill <pipeline>',
    summary: 'load local files of one edition or more, once',
    examples: [
      'egdi backfill un-survey --file EGOV_DATA_2018.csv',
      'egdi backfill un-survey --edition 2014 --file unu.csv --reason "second source"',
    ],
    options: [
      new Option('--file <path...>', 'files or folders to load').makeOptionMandatory(),
      new Option('--edition <year>', 'the edition, where neither content nor file name gives it').argParser(
        wholeNumber,
      ),
      new Option('--declare <file>', 'JSON with further declarations: editions, aliases, layouts'),
      new Option('--force', 'load even when nothing is new'),
      new Option('--reason <text>', 'why; kept with the release'),
    ],
    load: async () => (await import('./commands/backfill.ts')).backfill,
  },
  {
    usage: 'serve',
    summary: 'open a copy of the published release to BI tools',
    description:
      'Opens a throwaway copy of the published release to BI tools and psql, on this machine only. Runs are not\n' +
      'disturbed, and nothing a client does reaches the warehouse. Until Ctrl+C; then the copy is removed.',
    examples: ['egdi serve', 'egdi serve --port 6000', 'egdi serve --json'],
    options: [
      new Option('--port <number>', 'port to listen on; 0 takes a free one')
        .argParser(wholeNumber)
        .default(5433),
      new Option('--host <address>', 'address to listen on').default('127.0.0.1'),
      new Option('--allow-remote', 'allow an address that other machines can reach, without any password'),
    ],
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  {
    usage: 'schedule',
    summary: 'run by the clock, in the foreground (cron)',
    description:
      'Does the work of `egdi run` at the times of EGDI_SCHEDULE (0 3 * * *) in EGDI_TIMEZONE (UTC), and logs each\n' +
      'tick as JSON on stderr. A failed or locked-out run is logged; the scheduler goes on.',
    examples: ['egdi schedule', "EGDI_SCHEDULE='30 */6 * * *' egdi schedule", 'egdi schedule --once'],
    options: [new Option('--once', 'run once, now, and end with the exit code of that run')],
    load: async () => (await import('./commands/schedule.ts')).schedule,
  },
  {
    usage: 'migrate',
    summary: 'bring the database to the schema of this program',
    examples: ['egdi migrate', 'egdi migrate --check', 'egdi migrate --roles', 'egdi migrate --rebuild'],
    options: [
      new Option('--check', 'change nothing; exit 7 when something is pending or wrong').conflicts([
        'roles',
        'rebuild',
      ]),
      new Option('--roles', 'create the roles egdi_loader and egdi_reader (needs CREATEROLE)').conflicts(
        'rebuild',
      ),
      new Option('--rebuild', 'move a damaged or incompatible embedded database aside'),
    ],
    load: async () => (await import('./commands/migrate.ts')).migrate,
  },
  {
    usage: 'doctor',
    summary: 'check the installation, the database and the data',
    description:
      'Checks the installation, the database and the data, and says how to mend what is wrong. Changes nothing.\n' +
      'Exit 2 when the installation fails a check, otherwise 7 when the database does, otherwise 3 when the data does;\n' +
      'warnings leave it at 0.',
    examples: ['egdi doctor', 'egdi doctor --json'],
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
];

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('is not a whole number.');
  return Number(text);
}
