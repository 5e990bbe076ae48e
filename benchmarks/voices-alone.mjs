// The built flite voices say the utterances of a JSON file, four asked for at once, and nothing else is done.
import { readFileSync } from 'node:fs';
import { createFlite } from '../dist/voices/flite/index.js';
import { collectSpeech } from '../dist/voices/index.js';

const queue = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const flite = createFlite();

const work = async () => {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    await collectSpeech(flite.voice(next.voice), { text: next.text });
  }
};
await Promise.all([work(), work(), work(), work()]);
await flite[Symbol.asyncDispose]();
