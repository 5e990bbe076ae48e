// The bundled example, from script to sound, picture and figures. Each step is a command to try yourself.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = 'out/demo';

mkdirSync(join(root, folder), { recursive: true });
duologue(
  'generate',
  'examples/umbrella.dialogue',
  '-o',
  `${folder}/conversation.wav`,
  '--mix',
  `${folder}/mix.mp3`,
  '--timeline',
  `${folder}/timeline.json`,
  '--captions',
  `${folder}/captions.vtt`,
  '--picture',
  `${folder}/conversation.svg`,
);
duologue('stats', `${folder}/timeline.json`);
process.stderr.write(`\nListen to ${folder}/mix.mp3, look at ${folder}/conversation.svg.\n`);

function duologue(...words) {
  process.stderr.write(`\n$ npx duologue ${words.join(' ')}\n`);
  const { status, signal } = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...words], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(signal === 'SIGINT' ? 130 : (status ?? 1));
}
