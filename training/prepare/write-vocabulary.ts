import { writeFileSync } from 'node:fs';
import { vocabulary } from '../../packages/dialospeech/src/text/index.ts';

// What Python reads is written from what TypeScript speaks: one list, in one place.
const path = new URL('../dialospeech/vocabulary.json', import.meta.url);
writeFileSync(path, `${JSON.stringify(vocabulary, null, 2)}\n`);
