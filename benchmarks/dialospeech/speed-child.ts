// Speaks dialogues in a process of its own and prints how long that took, as JSON: its memory is then nobody else's.
// The job, as JSON: { model, count }.
import { createDialoSpeech } from '@duologue/dialospeech';
import * as z from 'zod';
import type { PaceMeasures } from './measure-pace.ts';
import { writtenScripts } from './scripts/written-scripts.ts';
import { createModelSource } from './sources/model-source.ts';

const jobSchema = z.object({ model: z.string().optional(), count: z.int().positive() });
const { model, count } = jobSchema.parse(JSON.parse(process.argv[2] ?? ''));
await using provider = await createDialoSpeech(model === undefined ? {} : { model });
await provider.warm();
const source = createModelSource({
  name: 'DialoSpeech',
  dialogue: provider.dialogue,
  voices: provider.voices,
});
const both = [await writtenScripts('en'), await writtenScripts('zh')];
const scripts = both.flatMap((own) => own.slice(0, Math.ceil(count / 2))).slice(0, count);
const firstSounds: number[] = [];
let [wall, sound] = [0, 0];
for (const script of scripts) {
  const made = await source.perform(script);
  if (made?.pace === undefined) continue;
  firstSounds.push(made.pace.firstSound);
  wall += made.pace.whole;
  sound += made.timeline.duration;
}
const measures: PaceMeasures = { firstSounds, wall, sound };
console.log(JSON.stringify(measures));
