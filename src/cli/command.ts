/** What a command is to the program: its words, and the function to load when it is called. */
import type { Option } from 'commander';
import type { CliContext } from './context.ts';

export interface CommandInput {
  /** Positional arguments; a variadic one is an array. */
  readonly args: readonly (string | readonly string[] | undefined)[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Does the work, prints the result, returns the exit code; throws `EgdiError` where work stops. */
export type CommandFunction = (cli: CliContext, input: CommandInput) => Promise<number>;

export interface CommandWords {
  /** Name and arguments, as commander reads them: `run [pipeline]`. */
  readonly usage: string;
  readonly summary: string;
  readonly description?: string;
  /** Shown first by --help. */
  readonly examples: readonly string[];
}

export interface CommandDefinition extends CommandWords {
  readonly options?: readonly Option[];
  readonly load: () => Promise<CommandFunction>;
}

/** A command that is only a name for the commands below it: `quarantine list`. */
export interface CommandGroup extends CommandWords {
  readonly subcommands: readonly CommandDefinition[];
}
