/**
 * Writes `sql/reporting-contract.json` from a freshly migrated embedded database: `npm run contract`. Refuses to
 * write a contract that breaks the one that is there, unless `REPORTING_CONTRACT_VERSION` was raised.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openWarehouse } from '../src/warehouse/connection/connect.ts';
import { compareContracts, contractChangeText } from '../src/warehouse/queries/contract-changes.ts';
import {
  CONTRACT_FILE,
  type Contract,
  contractText,
  readContract,
} from '../src/warehouse/queries/reporting-contract.ts';
import { setUpDatabase } from '../src/warehouse/schema/set-up.ts';

const sqlFolder = { path: join(packageRoot(import.meta.dirname), 'sql') };
const file = join(sqlFolder.path, CONTRACT_FILE);
const next = await migratedContract();
const old = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Contract) : undefined;
const comparison = old && compareContracts(old, next);
if (comparison?.verdict === 'breaking') {
  process.stderr.write(`not written: this breaks those who read the database\n`);
  for (const reason of comparison.reasons) process.stderr.write(`  ${reason}\n`);
  process.stderr.write('  → keep what is there and add beside it, or raise REPORTING_CONTRACT_VERSION\n');
  process.exitCode = 1;
} else {
  writeFileSync(file, contractText(next));
  for (const change of comparison?.changes ?? []) process.stdout.write(`${contractChangeText(change)}\n`);
  process.stdout.write(`sql/${CONTRACT_FILE}: ${comparison?.verdict ?? 'written'}\n`);
}

async function migratedContract(): Promise<Contract> {
  const directory = mkdtempSync(join(tmpdir(), 'egdi-contract-'));
  try {
    const warehouse = await openWarehouse({ kind: 'embedded', directory });
    try {
      await setUpDatabase(warehouse, sqlFolder, { createRoles: false });
      return await warehouse.withConnection(readContract);
    } finally {
      await warehouse.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The nearest folder above that holds package.json: the same from scripts/ and from dist/. */
function packageRoot(start: string): string {
  let folder = start;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
