/** Commands about releases: what is published, what changed, moving between them. */
import { Option } from 'commander';
import type { CommandDefinition } from '../command.ts';
import { positiveNumber, wholeNumber } from '../option-values.ts';

export const RELEASES: readonly CommandDefinition[] = [
  {
    usage: 'status',
    summary: 'what is published, how old it is, and what the last runs said',
    description:
      'Shows what is published, how it agrees, what the last runs said, what waits for a decision and who is writing.\n' +
      'Two kinds of clocks are kept: the age of what sources publish (the newest edition, vintage or period with a figure),\n' +
      'and of the last run that succeeded. Exit 5 when one of them is beyond the limit that its pipeline declares; a warning\n' +
      'leaves it at 0. A pipeline is judged once it has succeeded or a scheduler has run it, un-survey also where nothing\n' +
      'ever has; figures of indicators that ship with the program are shown, and not judged.',
    examples: [
      'egdi status',
      'egdi status --json | jq .lastRun.outcome',
      "egdi status --json | jq '.freshness[] | {clock, status, max_loaded_at}'",
    ],
    load: async () => (await import('../commands/status.ts')).status,
  },
  {
    usage: 'releases',
    summary: 'the releases, and what each one changed',
    examples: ['egdi releases', 'egdi releases --limit 5 --json'],
    options: [
      new Option('--limit <count>', 'how many, the newest first').argParser(positiveNumber).default(20),
    ],
    load: async () => (await import('../commands/releases.ts')).releases,
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
    load: async () => (await import('../commands/diff.ts')).diff,
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
    load: async () => (await import('../commands/publish.ts')).publish,
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
    load: async () => (await import('../commands/rollback.ts')).rollback,
  },
  {
    usage: 'pin <release>',
    summary: 'keep a release from egdi gc',
    examples: ['egdi pin 3 --reason "figures of the annual report"', 'egdi pin 3 --remove'],
    options: [
      new Option('--reason <text>', 'why; kept with the release').conflicts('remove'),
      new Option('--remove', 'let it go again'),
    ],
    load: async () => (await import('../commands/pin.ts')).pin,
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
    load: async () => (await import('../commands/gc.ts')).gc,
  },
];
