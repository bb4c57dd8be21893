/** All commands, in the order of `egdi --help`. Each is loaded when it is called. */
import { InvalidArgumentError, Option } from 'commander';
import type { CommandDefinition, CommandGroup } from './command.ts';

export const COMMANDS: readonly (CommandDefinition | CommandGroup)[] = [
  {
    usage: 'run [pipeline]',
    summary: 'extract … publish what is new; nothing when nothing is',
    examples: ['egdi run', 'egdi run un-survey --input downloads/', 'egdi run --json | jq .outcome'],
    options: [
      new Option('--input <path...>', 'files and folders instead of the inputs that ship with the program'),
      new Option('--declare <file>', 'JSON with further declarations: editions, aliases, layouts'),
      new Option('--force', 'run even when nothing is new'),
      new Option('--no-publish', 'leave an audited candidate for egdi publish'),
      new Option(
        '--publish-partial',
        'publish what is not refused; refused editions keep their version, and the exit code stays 3 or 4',
      ).conflicts('publish'),
      new Option('--plan <file>', 'do what egdi plan --out FILE foresaw, or nothing').conflicts([
        'input',
        'declare',
        'force',
        'publish',
        'publishPartial',
      ]),
      new Option('--reason <text>', 'why; kept with the release'),
    ],
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    usage: 'plan [pipeline]',
    summary: 'what a run would do and change, writing nothing',
    description:
      'Does the work of `egdi run` in memory: inputs new, changed or missing, stages to do or to skip and why, rows per\n' +
      'edition, findings, how the run would end, and the difference to the published release. Writes nothing; exit 0\n' +
      'means that there is a plan, whatever it foresees.',
    examples: [
      'egdi plan',
      'egdi plan --input downloads/ --out plan.json && egdi run --plan plan.json',
      'egdi plan --json | jq .predicted',
    ],
    options: [
      new Option('--input <path...>', 'files and folders instead of the inputs that ship with the program'),
      new Option('--declare <file>', 'JSON with further declarations: editions, aliases, layouts'),
      new Option('--force', 'plan a run with --force'),
      new Option('--no-publish', 'plan a run with --no-publish'),
      new Option('--publish-partial', 'plan a run with --publish-partial').conflicts('publish'),
      new Option('--out <file>', 'keep the plan as a file for egdi run --plan'),
    ],
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  {
    usage: 'backfill <pipeline>',
    summary: 'load a range of editions, resumable, or local files, once',
    description:
      'Loads editions one after another and publishes them at once at the end. Each is kept as soon as it is done:\n' +
      'when the backfill was stopped or an edition was refused, the same command goes on with what is not done.\n' +
      'With --file and no range, loads the files as a run does; editions that they do not touch keep their version.',
    examples: [
      'egdi backfill un-survey --from 2003 --to 2024',
      'egdi backfill un-survey --edition 2018',
      'egdi backfill un-survey --from 2014 --file downloads/ --publish-partial',
      'egdi backfill un-survey --file EGOV_DATA_2018.csv',
      'egdi backfill un-survey --edition 2014 --file unu.csv --reason "second source"',
      'egdi backfill un-survey --cancel',
    ],
    options: [
      new Option('--from <edition>', 'the first edition; the first known one unless given')
        .argParser(wholeNumber)
        .conflicts('edition'),
      new Option('--to <edition>', 'the last edition; the last known one unless given')
        .argParser(wholeNumber)
        .conflicts('edition'),
      new Option(
        '--edition <edition>',
        'this edition alone; with --file the edition of files that do not say it',
      ).argParser(wholeNumber),
      new Option('--file <path...>', 'files or folders instead of the inputs that ship with the program'),
      new Option('--declare <file>', 'JSON with further declarations: editions, aliases, layouts'),
      new Option('--force', 'load even when nothing is new'),
      new Option('--restart', 'begin anew, even where an unfinished backfill could be taken up'),
      new Option('--no-publish', 'leave an audited candidate for egdi publish'),
      new Option(
        '--publish-partial',
        'publish what is done; refused editions keep their version, and the exit code stays 3 or 4',
      ).conflicts('publish'),
      new Option('--cancel', 'give up what an unfinished backfill has not done').conflicts([
        'from',
        'to',
        'edition',
        'file',
        'restart',
        'force',
        'publishPartial',
      ]),
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
      'tick as JSON on stderr. A failed or locked-out run is logged; the scheduler goes on. Times that were missed, because\n' +
      'nothing was running or the machine slept, are caught up by one run; never on the very first start.',
    examples: [
      'egdi schedule',
      "EGDI_SCHEDULE='30 */6 * * *' egdi schedule --input downloads/",
      'egdi schedule --once',
    ],
    options: [
      new Option('--input <path...>', 'files and folders instead of the inputs that ship with the program'),
      new Option('--once', 'run once, now, and end with the exit code of that run'),
    ],
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
      'Checks the installation, the database and the data, and says how to mend what is wrong. Changes nothing, unless\n' +
      '--refill asks for it. Exit 2 when the installation fails a check, otherwise 7 when the database does, otherwise 3\n' +
      'when the data does; warnings leave it at 0.',
    examples: ['egdi doctor', 'egdi doctor --json', 'egdi doctor --refill'],
    options: [new Option('--refill', 'first fill the reporting tables anew from the published release')],
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    usage: 'status',
    summary: 'what is published, how old it is, and what the last runs said',
    description:
      'Shows what is published, how it agrees, what the last runs said, what waits for a decision and who is writing.\n' +
      'Two clocks are kept: the age of the newest edition, and of the last run that succeeded. Exit 5 when one of them\n' +
      'is beyond the limit that the pipeline declares; a warning leaves it at 0.',
    examples: [
      'egdi status',
      'egdi status --json | jq .lastRun.outcome',
      "egdi status --json | jq '.freshness[] | {clock, status, max_loaded_at}'",
    ],
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    usage: 'releases',
    summary: 'the releases, and what each one changed',
    examples: ['egdi releases', 'egdi releases --limit 5 --json'],
    options: [
      new Option('--limit <count>', 'how many, the newest first').argParser(positiveNumber).default(20),
    ],
    load: async () => (await import('./commands/releases.ts')).releases,
  },
  {
    usage: 'diff <from> <to>',
    summary: 'what changed from one release to another',
    description:
      'Compares two releases by number; “published” is the published one. Rows, cells, rank moves and the size of\n' +
      'changes. Exit 2 for a release that does not exist, 3 for one that egdi gc has collected.',
    examples: [
      'egdi diff 3 published',
      'egdi diff 3 4 --index EGDI --country KAZ',
      'egdi diff 3 4 --md > changes.md',
      'egdi diff 3 published --json --exit-code > changes.json',
    ],
    options: [
      new Option('--index <code>', 'only this index: EGDI, OSI, TII, HCI, EPI'),
      new Option('--country <country>', 'only this country, by ISO code or name'),
      new Option('--limit <count>', 'how many moves, changes and cells to print; --json has all')
        .argParser(wholeNumber)
        .default(20),
      new Option('--md', 'print Markdown'),
      new Option('--exit-code', 'exit 6 when something differs, within the filters'),
    ],
    load: async () => (await import('./commands/diff.ts')).diff,
  },
  {
    usage: 'publish <release>',
    summary: 'bring an audited candidate to the readers',
    description:
      'Publishes a candidate that egdi run --no-publish or a rollback has left, after its audits have passed once\n' +
      'more. Refused, with the reason and exit 3: releases that were refused or collected, candidates that were made\n' +
      'from a release that is not published any more, and those made for older reporting tables.',
    examples: ['egdi publish 4', 'egdi publish 4 --reason "checked with the publisher"'],
    options: [new Option('--reason <text>', 'why; kept in the log of publications')],
    load: async () => (await import('./commands/publish.ts')).publish,
  },
  {
    usage: 'rollback',
    summary: 'back to a release that was published before',
    description:
      'Moves the publication back in one transaction: every reporting table is as it was. What is taken back is not\n' +
      'published again by a scheduled run with the same input, which leaves a candidate; egdi publish brings it back.',
    examples: ['egdi rollback --to 3 --reason "EPI of 2018 is wrong at the source"'],
    options: [
      new Option('--to <release>', 'the release to go back to').makeOptionMandatory(),
      new Option('--reason <text>', 'why; kept in the log of publications').makeOptionMandatory(),
    ],
    load: async () => (await import('./commands/rollback.ts')).rollback,
  },
  {
    usage: 'pin <release>',
    summary: 'keep a release from egdi gc',
    examples: ['egdi pin 3 --reason "figures of the annual report"', 'egdi pin 3 --remove'],
    options: [
      new Option('--reason <text>', 'why; kept with the release').conflicts('remove'),
      new Option('--remove', 'let it go again'),
    ],
    load: async () => (await import('./commands/pin.ts')).pin,
  },
  {
    usage: 'gc',
    summary: 'remove what old releases alone refer to',
    description:
      'Removes the partition lists of releases beyond the newest, the facts and evidence that no list refers to then,\n' +
      'and outputs that crashed runs left more than a week ago. Never touches the published release, the one before\n' +
      'it, pinned ones, what a rollback took back, and snapshots of source files.',
    examples: ['egdi gc --dry-run', 'egdi gc --keep 5', 'egdi gc --keep 5 --json | jq .facts'],
    options: [
      new Option('--keep <count>', 'how many of the newest releases to keep')
        .argParser(wholeNumber)
        .default(10),
      new Option('--dry-run', 'print the same list and remove nothing'),
    ],
    load: async () => (await import('./commands/gc.ts')).gc,
  },
  {
    usage: 'explain <country> <edition> [index]',
    summary: 'a number back to its formula, inputs and cells',
    description:
      'Explains one figure of the published release: published and recomputed, formula and inputs, method and ' +
      'evidence, files and cells. The country by ISO code or name; the index is EGDI unless given: OSI, TII, HCI, EPI.',
    examples: [
      'egdi explain KAZ 2018 EGDI',
      'egdi explain Kazakhstan 2024 TII',
      'egdi explain LIE 2003 --json | jq .formula.text',
    ],
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  {
    usage: 'quarantine',
    summary: 'rows that were held back: list, show, release, reject',
    description:
      'Rows that failed their contract are kept whole, with what is wrong, and their edition is not loaded. A person\n' +
      'releases a row, with or without corrections, or rejects it; the next run over the same file follows that. A\n' +
      'decision holds for the same bytes only.',
    examples: [
      'egdi quarantine list',
      'egdi quarantine show 7',
      'egdi quarantine release 7 --set "Country Name=Kazakhstan" --reason "misspelt in the file"',
      'egdi quarantine reject 8-19 --reason "a footer"',
    ],
    subcommands: [
      {
        usage: 'list',
        summary: 'the rows that are held back, and why',
        examples: [
          'egdi quarantine list',
          'egdi quarantine list --all --file EGOV_DATA_2018.csv',
          "egdi quarantine list --json | jq '.[].id'",
        ],
        options: [
          new Option('--all', 'those that were released, rejected or resolved too'),
          new Option('--run <number>', 'those that this run held back').argParser(wholeNumber),
          new Option('--file <name>', 'those of this file: its name, or the beginning of its SHA-256'),
        ],
        load: async () => (await import('./commands/quarantine.ts')).list,
      },
      {
        usage: 'show <id>',
        summary: 'one row whole: its cells, what is wrong, what was decided',
        examples: ['egdi quarantine show 7', "egdi quarantine show 7 --json | jq '.cells'"],
        load: async () => (await import('./commands/quarantine.ts')).show,
      },
      {
        usage: 'release <id...>',
        summary: 'let rows in again at the next run, corrected or as they are',
        description:
          'The next run over the same file puts the row through its whole contract again. What the file printed is\n' +
          'kept beside each correction, and egdi explain tells both. A row that fails again is open again.',
        examples: [
          'egdi quarantine release 7 --set "Country Name=Kazakhstan" --reason "misspelt in the file"',
          'egdi quarantine release 7 --set "E-Government Index=0.7597" --set "E-Government Rank=39" --reason "errata of 2018-09"',
          'egdi quarantine release 8-19 --reason "the alias is declared now"',
        ],
        options: [
          new Option('--reason <text>', 'why; kept with the decision').makeOptionMandatory(),
          new Option('--set <column=text>', 'a correction; repeatable. An empty text leaves the cell blank')
            .argParser(collect)
            .default([], 'none'),
        ],
        load: async () => (await import('./commands/quarantine.ts')).release,
      },
      {
        usage: 'reject <id...>',
        summary: 'leave rows out for good: they are no data',
        examples: [
          'egdi quarantine reject 8 --reason "a footer"',
          'egdi quarantine reject 8-19 --reason "a territory, no member"',
        ],
        options: [new Option('--reason <text>', 'why; kept with the decision').makeOptionMandatory()],
        load: async () => (await import('./commands/quarantine.ts')).reject,
      },
      {
        usage: 'reopen <id...>',
        summary: 'take back a decision: the row is held back again',
        examples: ['egdi quarantine reopen 7 --reason "the correction was wrong"'],
        options: [new Option('--reason <text>', 'why; kept with the decision').makeOptionMandatory()],
        load: async () => (await import('./commands/quarantine.ts')).reopen,
      },
    ],
  },
  {
    usage: 'sql <statement>',
    summary: 'ask one SQL statement, read-only, as the reader',
    description:
      'Runs one select, with, values, table, explain or show statement as the role egdi_reader, in a ' +
      'transaction that can change nothing. “-” reads it from standard input. Tables of reporting and history need no schema name.',
    examples: [
      'egdi sql "select name_en, egdi_rank from v_egdi_wide where edition = 2024 order by 2 limit 5"',
      'egdi sql "table data_refresh" --json',
      'egdi sql - --csv < query.sql > result.csv',
    ],
    options: [
      new Option('--csv', 'print the result as CSV'),
      new Option('--max-rows <count>', 'refuse results with more rows')
        .argParser(wholeNumber)
        .default(100_000),
      new Option('--timeout <seconds>', 'on a server: how long it may take')
        .argParser(wholeNumber)
        .default(60),
    ],
    load: async () => (await import('./commands/sql.ts')).sql,
  },
  {
    usage: 'export [tables...]',
    summary: 'take tables, or the answer to a query, away as files',
    description:
      'Writes tables and views of reporting or history, or the answer to one statement, as files with a description\n' +
      '(Frictionless Data Package), all of one release, read as the role egdi_reader. Without a name: every table of\n' +
      'reporting. CSV text that a spreadsheet would take for a formula gets a leading apostrophe.',
    examples: [
      'egdi export fact_index_score dim_country',
      'egdi export v_egdi_wide --format xlsx --out report/',
      'egdi export --query "select * from v_egdi_wide where edition = 2024" --name egdi-2024 --format parquet',
    ],
    options: [
      new Option('--format <format>', 'what the files are')
        .choices(['csv', 'json', 'parquet', 'xlsx'])
        .default('csv'),
      new Option('--query <sql>', 'one statement, as in egdi sql'),
      new Option('--name <name>', 'what the file of the query is called').default('query'),
      new Option('--out <folder>', 'where the files appear; an earlier export there is replaced').default(
        'egdi-export',
      ),
      new Option('--bom', 'CSV: a byte order mark, by which Excel knows UTF-8'),
      new Option('--no-formula-guard', 'CSV: write text that begins with = + - @ as it is'),
      new Option('--force', 'write into a folder that holds other files'),
    ],
    load: async () => (await import('./commands/export.ts')).exportData,
  },
];

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is not a whole number.');
  return Number(text);
}

function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError('It is to be 1 or more.');
  return value;
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
