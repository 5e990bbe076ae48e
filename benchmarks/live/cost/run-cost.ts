import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { CostName } from './cost-names.ts';

const program = fileURLToPath(new URL('cost-child.ts', import.meta.url));

const frame = z.object({ whole: z.number(), frames: z.number(), median: z.number(), p99: z.number() });
const crowds = z.array(
  z.object({ sessions: z.number(), median: z.number(), p99: z.number(), load: z.number() }),
);

/** What each measurement gives. */
export const costSchemas = {
  frame,
  'frame-cancelled': frame,
  crowd: crowds,
  'crowd-cancelled': crowds,
  memory: z.number(),
  hours: z.object({ memory: z.array(z.number()), replies: z.number() }),
  'barge-ins': z.object({ yields: z.number(), unhandled: z.number(), abandoned: z.number() }),
} satisfies Record<CostName, z.ZodType>;

export type CostOf<Name extends CostName> = z.infer<(typeof costSchemas)[Name]>;

/** `patient`: it counts, and does not mind how long it takes; so it leaves the cores to whoever measures time. */
export async function runCost(name: CostName, scale: number, patient = false): Promise<unknown> {
  const words = ['--expose-gc', '--import', 'tsx', program, name, String(scale)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (patient && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new Error(`The cost "${name}" could not be measured: its process ended with ${String(code)}.`);
  return JSON.parse(out);
}
