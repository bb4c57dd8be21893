/** Commands about rows that were held back. */
import { Option } from 'commander';
import type { CommandGroup } from '../command.ts';
import { collect, wholeNumber } from '../option-values.ts';

export const QUARANTINE: readonly CommandGroup[] = [
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
        load: async () => (await import('../commands/quarantine.ts')).list,
      },
      {
        usage: 'show <id>',
        summary: 'one row whole: its cells, what is wrong, what was decided',
        examples: ['egdi quarantine show 7', "egdi quarantine show 7 --json | jq '.cells'"],
        load: async () => (await import('../commands/quarantine.ts')).show,
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
        load: async () => (await import('../commands/quarantine.ts')).release,
      },
      {
        usage: 'reject <id...>',
        summary: 'leave rows out for good: they are no data',
        examples: [
          'egdi quarantine reject 8 --reason "a footer"',
          'egdi quarantine reject 8-19 --reason "a territory, no member"',
        ],
        options: [new Option('--reason <text>', 'why; kept with the decision').makeOptionMandatory()],
        load: async () => (await import('../commands/quarantine.ts')).reject,
      },
      {
        usage: 'reopen <id...>',
        summary: 'take back a decision: the row is held back again',
        examples: ['egdi quarantine reopen 7 --reason "the correction was wrong"'],
        options: [new Option('--reason <text>', 'why; kept with the decision').makeOptionMandatory()],
        load: async () => (await import('../commands/quarantine.ts')).reopen,
      },
    ],
  },
];
