import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describePacks } from './describe-packs.ts';
import { makePacks } from './make-packs.ts';
import { parsePrepareSpec } from './prepare-spec.ts';

const usage = `Training data for DialoSpeech.

Usage: npx tsx training/prepare/main.ts --spec training/specs/a.yaml --out PACKS
       npx tsx training/prepare/main.ts --describe PACKS

      --spec FILE       what is to be made
      --out DIR         where the packs go; what is there already is not made again
      --describe DIR    print what is in the packs of a folder
  -h, --help            show this help`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      spec: { type: 'string' },
      out: { type: 'string' },
      describe: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return print(usage);
  if (values.describe !== undefined) return (await describePacks(values.describe)).forEach(print);
  if (values.spec === undefined || values.out === undefined)
    throw new Error(`--spec and --out are needed.\n\n${usage}`);
  const yaml = await readFile(values.spec, 'utf8').catch((cause: unknown) => {
    throw new Error(`${values.spec} cannot be read: give --spec a file of training/specs.`, { cause });
  });
  const spec = parsePrepareSpec(yaml, values.spec);
  await makePacks(spec, { folder: values.out, onMessage: print });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
