/** Commands that load: by hand, piece by piece, by the clock. */
import { Option } from 'commander';
import type { CommandDefinition } from '../command.ts';
import { wholeNumber } from '../option-values.ts';

export const LOADING: readonly CommandDefinition[] = [
  {
    usage: 'run [pipelines...]',
    summary: 'extract … publish what is new; nothing when nothing is',
    description:
      'Runs un-survey, international or national; without a name un-survey. Of several names each runs in its turn, and a\n' +
      'refused one keeps no other from running; only a database or lock that is gone does. The exit code is then the worst:\n' +
      '143, 130, 75, 7, 1, 2, 3, 4, 0, in this order. --json prints the report, of several pipelines a list of reports.\n' +
      '--input, of several, says whose it is: --input national=downloads/national.',
    examples: [
      'egdi run',
      'egdi run un-survey --input downloads/',
      'egdi run un-survey international national',
      'egdi run international --input API_IT.CEL.SETS.P2_DS2_en_csv_v2.zip',
      'egdi run international --input Mobile_cellular_2000-2014.csv --series itu:i271 --published-on 2015-07-01',
      'egdi run international --input downloads/ --series a.csv=itu:i91 b.csv=itu:i271',
      'egdi run national --input bns-population.json',
      'egdi run national --input downloads/cpi.tsv --series cpi.tsv=bns-cpi',
      'egdi run national --table my.table.json --input downloads/households.xlsx',
      'egdi run national --declare rail.series.json --input downloads/rail.json',
      'egdi run --json | jq .outcome',
    ],
    options: [
      new Option('--input <path...>', 'files and folders instead of the inputs that ship with the program'),
      new Option(
        '--declare <file>',
        'JSON with further declarations: editions, aliases, layouts; national: tables and series of offices',
      ),
      new Option('--force', 'run even when nothing is new'),
      new Option('--no-publish', 'leave an audited candidate for egdi publish'),
      new Option(
        '--publish-partial',
        'publish what is not refused; refused editions and series keep their version, and the exit code stays 3 or 4',
      ).conflicts('publish'),
      new Option(
        '--accept-fewer',
        'indicators and national series: publish those that lack figures which are published, such as those of other places',
      ),
      new Option(
        '--series <code...>',
        'what the values are of, in files that do not say it: the code of an indicator, or FILE=CODE;\n' +
          'national: FILE=ID, the id of a declared series, for a file of another name than it declares',
      ),
      new Option(
        '--published-on <date...>',
        'indicators: the vintage of files that do not say it; or FILE=DATE',
      ),
      new Option(
        '--table <file...>',
        'national: declarations of tables (see egdi inspect --draft) or series (schemas/series.schema.json)',
      ),
      new Option('--plan <file>', 'do what egdi plan --out FILE foresaw, or nothing').conflicts([
        'input',
        'declare',
        'force',
        'publish',
        'publishPartial',
        'acceptFewer',
      ]),
      new Option('--reason <text>', 'why; kept with the release'),
    ],
    load: async () => (await import('../commands/run.ts')).run,
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
    load: async () => (await import('../commands/plan.ts')).plan,
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
    load: async () => (await import('../commands/backfill.ts')).backfill,
  },
  {
    usage: 'fetch [origins...]',
    summary: 'fetch declared origins into snapshots; without names, list them',
    description:
      'Asks each origin whether it has something new (ETag, Last-Modified), keeps what came under its hash with a record of\n' +
      'where it came from, and refuses what is not what was asked for. An https address may stand for an origin.\n' +
      'With --out the files lie under their own names, with an origin note, as `egdi run --input` takes them.',
    examples: [
      'egdi fetch',
      'egdi fetch wb-internet-users uz-siat-population --out downloads/',
      'egdi fetch wb-internet-users --offline --json | jq .sources[].path',
      'egdi fetch https://data360files.worldbank.org/data360-data/data/UN_EGDI/UN_EGDI_WIDEF.csv',
    ],
    options: [
      new Option('--all', 'every declared origin'),
      new Option('--offline', 'ask nobody: take the newest snapshot of each').conflicts('anew'),
      new Option('--anew', 'ask for everything whole, whatever is kept'),
      new Option('--out <folder>', 'also lay the files out here, in a folder per origin'),
      new Option('--allow-private', 'let addresses lead to this machine and private networks: a mirror'),
    ],
    load: async () => (await import('../commands/fetch.ts')).fetch,
  },
  {
    usage: 'schedule [pipelines...]',
    summary: 'run by the clock, in the foreground (cron)',
    description:
      'Does the work of `egdi run` at the times of EGDI_SCHEDULE (0 3 * * *) in EGDI_TIMEZONE (UTC), and logs each\n' +
      'tick as JSON on stderr. A failed or locked-out run is logged; the scheduler goes on. Times that were missed, because\n' +
      'nothing was running or the machine slept, are caught up by one run; never on the very first start. Each tick runs the\n' +
      'named pipelines, un-survey without a name, as egdi run does.',
    examples: [
      'egdi schedule',
      'egdi schedule un-survey international national',
      "EGDI_SCHEDULE='30 */6 * * *' egdi schedule --input downloads/",
      'egdi schedule --once',
    ],
    options: [
      new Option('--input <path...>', 'files and folders instead of the inputs that ship with the program'),
      new Option('--once', 'run once, now, and end with the exit code of that run'),
    ],
    load: async () => (await import('../commands/schedule.ts')).schedule,
  },
  {
    usage: 'inspect <file>',
    summary: 'what is in a workbook or CSV file, and a draft to declare its table with',
    description:
      'Shows for each sheet: used range, merged cells, header, labels, periods, units, marks and notes as they seem to\n' +
      'be, the dates and the legend of the cover, and which declared tables fit. --draft prints a declaration, as JSON,\n' +
      'that reads the sheet or says what is left to fill in; --with reads the file by such a declaration and shows\n' +
      'what it makes of it, or every cell that it refuses (exit 3). Nothing is stored.',
    examples: [
      'egdi inspect bulletin.xls',
      "egdi inspect bulletin.xls --sheet '^7$'",
      "egdi inspect bulletin.xls --sheet '^7$' --draft > table.json",
      'egdi inspect bulletin.xls --with table.json',
      'egdi inspect bulletin.xls --json | jq .cover.publishedOn',
    ],
    options: [
      new Option('--sheet <rule>', 'only sheets whose name matches this regular expression'),
      new Option('--draft', 'print a declaration of the one sheet, as JSON').conflicts('with'),
      new Option('--with <file>', 'read by this declaration, or a list of them'),
    ],
    load: async () => (await import('../commands/inspect.ts')).inspect,
  },
];
