import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { makePacks } from './make-packs.ts';
import { parsePrepareSpec } from './prepare-spec.ts';

const usage = 'Usage: npx tsx training/prepare/main.ts --spec training/specs/a.yaml --out PACKS';

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { spec: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) return print(usage);
  if (values.spec === undefined || values.out === undefined) throw new Error(usage);
  const spec = parsePrepareSpec(await readFile(values.spec, 'utf8'), values.spec);
  await makePacks(spec, { folder: values.out, onMessage: print });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
