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
];

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('is not a whole number.');
  return Number(text);
}
