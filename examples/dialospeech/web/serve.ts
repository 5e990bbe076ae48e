// A page on which DialoSpeech speaks in the browser itself.
//   npx tsx examples/dialospeech/web/serve.ts [PORT]
// The model is that of packages/dialospeech/weights, or of the folder that DUOLOGUE_DIALOSPEECH names.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPageServer } from './page-server.ts';

const [given = '8300'] = process.argv.slice(2);
const port = Number(given);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`${given} is no port: give a number from 0 to 65535.\n`);
  process.exit(2);
}
const model =
  process.env['DUOLOGUE_DIALOSPEECH'] ??
  fileURLToPath(new URL('../../../packages/dialospeech/weights', import.meta.url));
if (!existsSync(join(model, 'model.json'))) {
  process.stderr.write(`There is no model of DialoSpeech in ${model}.\n`);
  process.stderr.write('Train one (docs/dialospeech.md), or name its folder: DUOLOGUE_DIALOSPEECH=FOLDER\n');
  process.exit(1);
}
const server = await openPageServer({ model, port }).catch((error: unknown) => {
  process.stderr.write(
    `The page cannot be served: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
process.stdout.write(`Open ${server.address} in a browser. Ctrl-C ends it.\n`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server[Symbol.asyncDispose]());
