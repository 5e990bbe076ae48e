// Every dialogue of this folder, spoken by DialoSpeech: both tracks in one file and each alone, captions, a picture.
//   npx tsx examples/dialospeech/render.ts [FOLDER] [DIALOGUE ...]
// FOLDER is out/dialospeech where nothing is said; names of dialogues, such as `kitchen`, leave out the others.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawConversation, generateConversation, openDialoSpeech, toWebVtt, VoiceError } from 'duologue';
import { waveformPeaks } from 'duologue/dsp';
import { decodeAudio } from 'duologue/media';

const [folder = join('out', 'dialospeech'), ...wanted] = process.argv.slice(2);
const scripts = fileURLToPath(new URL('.', import.meta.url));
const names = (await readdir(scripts))
  .filter((name) => name.endsWith('.dialogue'))
  .map((name) => basename(name, '.dialogue'));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')} here: take of ${names.join(', ')}.\n`);
  process.exit(2);
}

const model = await openDialoSpeech().catch((error: unknown) => {
  if (!(error instanceof VoiceError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.stderr.write('Train one (docs/dialospeech.md), or name its folder: DUOLOGUE_DIALOSPEECH=FOLDER\n');
  process.exit(1);
});

await mkdir(folder, { recursive: true });
for (const name of wanted.length > 0 ? wanted : names) {
  const script = await readFile(join(scripts, `${name}.dialogue`), 'utf8');
  const made = await generateConversation({
    script,
    engine: 'dialospeech',
    providers: [model],
    seed: 'examples',
    output: { stems: true },
  });
  const { audio, tracks = [], timeline, warnings } = made;
  const file = (ending: string): string => join(folder, `${name}${ending}`);
  await writeFile(file('.wav'), audio.uint8Array);
  for (const { speaker, uint8Array } of tracks) await writeFile(file(`.${speaker}.wav`), uint8Array);
  await writeFile(file('.timeline.json'), `${JSON.stringify(timeline, null, 1)}\n`);
  await writeFile(file('.vtt'), toWebVtt(timeline));
  const { channels, sampleRate } = await decodeAudio(audio.uint8Array);
  const waveforms = timeline.speakers.map(({ id, channel }) => {
    const samples = channels[channel] ?? new Float32Array(0);
    return {
      speaker: id,
      ...waveformPeaks({ samples, sampleRate }, Math.max(1, Math.round(timeline.duration * 100))),
    };
  });
  await writeFile(file('.svg'), drawConversation({ timeline, waveforms }));
  for (const warning of warnings) process.stderr.write(`${name}: ${warning}\n`);
  process.stdout.write(`${file('.wav')}: ${timeline.duration.toFixed(1)} s\n`);
}
await model[Symbol.asyncDispose]?.();
