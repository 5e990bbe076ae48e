// Turns as speech SDKs write them, with voices of this machine: no key, no network.
//   npx tsx examples/turns.ts
import { writeFile } from 'node:fs/promises';
import { generateConversation, timestampsToCaptions, timestampsToTurns } from 'duologue';

const { audio, timestamps, metadata, warnings } = await generateConversation({
  model: 'flite',
  turns: [
    { voice: 'slt', text: 'Have you seen my umbrella?' },
    { voice: 'rms', text: 'The yellow one? Of course. Everybody has.', speed: 1.1 },
    { voice: 'slt', text: 'I mean today.' },
  ],
  gapMs: 250,
  timestamps: true,
  output: { format: 'mp3', bitrate: 96 },
});
await writeFile('turns.mp3', audio.uint8Array);
await writeFile('turns.srt', timestampsToCaptions(timestamps ?? []));
for (const { turnIndex, start, end, text } of timestampsToTurns(timestamps ?? []))
  process.stdout.write(`${turnIndex} ${start.toFixed(2)}-${end.toFixed(2)} ${text}\n`);
for (const warning of warnings) process.stderr.write(`${warning}\n`);
process.stdout.write(`turns.mp3: ${(metadata.audioDurationMs / 1000).toFixed(1)} s, ${metadata.path}\n`);
