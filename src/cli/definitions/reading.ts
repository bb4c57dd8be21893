/** Commands that read the published release: for people, for programs, for BI tools. */
import { Option } from 'commander';
import type { CommandDefinition } from '../command.ts';
import { COMPONENT_FILE_HELP } from '../component-file-help.ts';
import { wholeNumber } from '../option-values.ts';

export const READING: readonly CommandDefinition[] = [
  {
    usage: 'explain <country> <edition-or-indicator> [index-edition-or-period]',
    summary: 'a number back to its formula, inputs and cells; or why it changed',
    description:
      'Explains one figure of the published release: published and recomputed, formula and inputs, method and ' +
      'evidence, files and cells. The country by ISO code or name; the index is EGDI unless given: OSI, TII, HCI, EPI.\n' +
      'With a second edition it explains the change between the two: what the country’s own figures did to score and ' +
      'rank, what all other countries did, and what other weights did. Parts sum exactly to the published change.\n' +
      'With the code of an indicator it explains an observation: value, status, print, unit, file, cell, publisher, vintage,\n' +
      'release and revisions. The place is then a country or a region (KAZ:750000000), and the last argument a period.',
    examples: [
      'egdi explain KAZ 2018 EGDI',
      'egdi explain Kazakhstan 2024 TII',
      'egdi explain KAZ 2016 2018',
      'egdi explain KAZ 2010 2024 --index OSI',
      'egdi explain KAZ worldbank:IT.CEL.SETS.P2 2015',
      'egdi explain KAZ:750000000 bns:population 2025',
      'egdi explain LIE 2003 --json | jq .formula.text',
    ],
    options: [
      new Option('--index <index>', 'EGDI, OSI, TII, HCI or EPI'),
      new Option('--geometric', 'two editions: also the change of a geometric mean, by LMDI-I parts'),
      new Option('--components <file>', `two editions: ${COMPONENT_FILE_HELP}`),
    ],
    load: async () => (await import('../commands/explain.ts')).explain,
  },
  {
    usage: 'national <country>',
    summary: 'components of TII and HCI by year, national figures beside those of ITU, UNESCO and UNDP',
    description:
      'Shows each component as the international publishers have it and, beside it, what the country’s own offices\n' +
      'publish, by year: the difference, and why the two are not the same thing. Needs egdi run national, and egdi run\n' +
      'international for the international side. As a table for BI tools: v_national_view.',
    examples: [
      'egdi national KAZ',
      'egdi national Kazakhstan --from 2000',
      'egdi national KAZ --json | jq ".figures[] | select(.sourceKind == \\"national\\")"',
    ],
    options: [
      new Option(
        '--from <year>',
        'the first year shown; unless given, twelve years before the last figure',
      ).argParser(wholeNumber),
    ],
    load: async () => (await import('../commands/national.ts')).national,
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
    load: async () => (await import('../commands/sql.ts')).sql,
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
    load: async () => (await import('../commands/export.ts')).exportData,
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
    load: async () => (await import('../commands/serve.ts')).serve,
  },
];
