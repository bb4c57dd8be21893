import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CommandDefinition } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands.ts';

const README = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
const GLOBAL = ['--json', '--data-dir', '--database-url', '--log-level', '--no-color', '--help'];
const nameOf = (usage: string) => usage.split(' ')[0] ?? '';

/** `run`, `quarantine list`: all that can be called. */
const CALLS: readonly (readonly [name: string, definition: CommandDefinition])[] = COMMANDS.flatMap(
  (command) =>
    'subcommands' in command
      ? command.subcommands.map((one) => [`${nameOf(command.usage)} ${nameOf(one.usage)}`, one] as const)
      : [[nameOf(command.usage), command] as const],
);

describe('B18 every command', () => {
  test('has a summary and examples that call it', () => {
    const lacking = CALLS.filter(([name, { summary, examples }]) => {
      const call = new RegExp(`\\begdi ${name}\\b`);
      return summary === '' || examples.length === 0 || !examples.every((example) => call.test(example));
    });
    expect(lacking.map(([name]) => name)).toEqual([]);
  });

  test('explains each of its options', () => {
    const unexplained = CALLS.flatMap(([name, { options = [] }]) =>
      options.filter(({ description }) => description.length < 5).map(({ flags }) => `${name}: ${flags}`),
    );
    expect(unexplained).toEqual([]);
  });

  test('has every option of its examples', () => {
    const known = new Map(
      CALLS.map(([name, { options = [] }]) => [
        name,
        [...GLOBAL, ...options.flatMap(({ long }) => long ?? [])],
      ]),
    );
    const examples = [...COMMANDS, ...CALLS.map(([, definition]) => definition)].flatMap(
      (command) => command.examples,
    );
    // One example may call several programs, and what stands in quotes is text.
    const calls = examples.flatMap((example) =>
      example.replace(/(["']).*?\1/g, '').split(/\s*(?:\||&&|;)\s*/),
    );
    const unknown = calls.flatMap((call) => {
      const [, first = '', second = ''] = /\begdi (\w+)(?: (\w+))?/.exec(call) ?? [];
      if (first === '') return [];
      const options = known.get(`${first} ${second}`) ?? known.get(first);
      if (options === undefined) return [call];
      return (call.match(/--[a-z][a-z-]*/g) ?? []).filter((option) => !options.includes(option));
    });
    expect(unknown).toEqual([]);
  });

  test('is in the README', () => {
    const names = CALLS.map(([name]) => `egdi ${name}`);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(README))).toEqual([]);
  });
});
