/** Commands that care for the warehouse. */
import { Option } from 'commander';
import type { CommandDefinition } from '../command.ts';

export const CARE: readonly CommandDefinition[] = [
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
    load: async () => (await import('../commands/migrate.ts')).migrate,
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
    load: async () => (await import('../commands/doctor.ts')).doctor,
  },
];
