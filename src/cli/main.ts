#!/usr/bin/env node
/** The `egdi` program: parses the command line and hands over to one file per command. */
import { Command, CommanderError, Option } from 'commander';
import { EgdiError, EXIT } from '../model/error.ts';
import { PROGRAM_VERSION } from '../model/version.ts';
import { redactText } from '../runtime/redact.ts';
import { createShutdown, type Shutdown } from '../runtime/shutdown.ts';
import type { CommandDefinition, CommandWords } from './command.ts';
import { COMMANDS } from './commands.ts';
import { createCliContext, type GlobalOptions } from './context.ts';
import { EXIT_CODE_HELP } from './exit-codes.ts';

// Its handlers stay to the very end: output may still be on its way to a reader that goes away.
process.exitCode = await main(process.argv, createShutdown({ onStop: tellStopping }));

/** Ctrl+C on a terminal is answered at once: rolling back and closing take a moment. */
function tellStopping(signal: string): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\nstopping (${signal}): nothing half done stays; once more ends it at once\n`);
}

async function main(argv: readonly string[], stop: Shutdown): Promise<number> {
  let exitCode: number = EXIT.ok;
  let hide = redactText;
  const program = new Command('egdi')
    .description(
      'From the spreadsheets of the UN E-Government Survey to versioned tables that can be trusted.',
    )
    .version(PROGRAM_VERSION, '-V, --version')
    .showSuggestionAfterError()
    .showHelpAfterError('(egdi --help lists the commands)')
    .exitOverride()
    .addHelpText('after', EXIT_CODE_HELP);
  const addCommand = (parent: Command, definition: CommandDefinition) => {
    const command = describe(parent, definition);
    for (const option of definition.options ?? []) command.addOption(option);
    for (const option of globalOptions()) command.addOption(option);
    command.action(async (...args: unknown[]) => {
      const options = command.opts<GlobalOptions & Record<string, unknown>>();
      const cli = createCliContext(options, stop);
      hide = cli.redactor.text;
      const run = await definition.load();
      exitCode = await run(cli, { args: args.slice(0, -2) as (string | string[] | undefined)[], options });
    });
  };
  for (const definition of COMMANDS) {
    if ('subcommands' in definition) {
      const group = describe(program, definition);
      for (const subcommand of definition.subcommands) addCommand(group, subcommand);
    } else addCommand(program, definition);
  }
  try {
    await program.parseAsync([...argv]);
    return stop.exitCodeIfInterrupted() ?? exitCode;
  } catch (error) {
    return stop.exitCodeIfInterrupted() ?? reportError(error, hide);
  }
}

/** A command with its words, under its parent; examples come first. */
function describe(parent: Command, { usage, summary, description, examples }: CommandWords): Command {
  const name = [parent.name(), usage.split(' ')[0]].filter((word) => word !== 'egdi').join(' ');
  return parent
    .command(usage)
    .showHelpAfterError(`(egdi ${name} --help shows how)`)
    .summary(summary)
    .description((description ?? summary).replaceAll('\n', ' '))
    .addHelpText('before', `Examples:\n${examples.map((line) => `  $ ${line}`).join('\n')}\n`)
    .exitOverride();
}

function globalOptions(): Option[] {
  return [
    new Option('--json', 'print the result as JSON'),
    new Option(
      '--data-dir <folder>',
      'where the embedded database and the snapshots lie (EGDI_DATA_DIR; .egdi)',
    ),
    new Option('--database-url <url>', 'a PostgreSQL server instead of the embedded database (DATABASE_URL)'),
    new Option('--log-level <level>', 'JSON log on stderr: trace … fatal, silent (EGDI_LOG_LEVEL; warn)'),
    new Option('--no-color', 'plain text (NO_COLOR)'),
  ];
}

function reportError(error: unknown, hide: (text: string) => string): number {
  // Commander has printed its message already; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof EgdiError) {
    process.stderr.write(`egdi: ${hide(error.message)}\n`);
    if (error.hint) process.stderr.write(`  → ${hide(error.hint)}\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`egdi: unexpected error\n${hide(text)}\n`);
  return EXIT.unexpected;
}
