import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { generateConversation } from 'duologue';
import type { Audio } from 'duologue/dsp';
import { decodeAudio } from 'duologue/media';
import type { Timeline } from 'duologue/timeline';
import { collectSpeech, openEmbeddedVoices } from 'duologue/voices';
import type { Benchmark } from './benchmark.ts';
import { comparableWords, recognise, wordErrors } from './recogniser.ts';

const registers = ['telephone', 'video-call'] as const;
const seeds = ['first', 'second'] as const;
/** Seconds. */
const silenceAround = 0.5;

export const recognitionBenchmark: Benchmark = {
  name: 'recognition',
  title: 'Every word still heard',
  method:
    'Debian’s pocketsphinx, which knows nothing of Duologue, listens to each track of a natural conversation ' +
    '(examples/weekend.dialogue, 50 turns, backchannels on) and to the same utterances one by one, half a second of silence around each. Aim: at most 8 points more ' +
    'words wrong on the track than in isolation.',

  async run() {
    const script = await readFile(
      fileURLToPath(new URL('../examples/weekend.dialogue', import.meta.url)),
      'utf8',
    );
    await using voices = await openEmbeddedVoices();
    const isolated = new Map<string, Promise<string[]>>();
    const hearAlone = (text: string, voice: string): Promise<string[]> => {
      const key = `${voice} ${text}`;
      const heard =
        isolated.get(key) ??
        collectSpeech(voices.find(voice), { text }).then(({ audio }) => recognise(padded(audio)));
      isolated.set(key, heard);
      return heard;
    };
    const rows: string[][] = [];
    for (const register of registers) {
      for (const seed of seeds) {
        const { timeline, tracks = [] } = await generateConversation({
          script,
          register,
          seed,
          output: { stems: true },
        });
        for (const speaker of timeline.speakers) {
          const track = tracks.find((candidate) => candidate.speaker === speaker.id);
          if (track === undefined) throw new Error(`No track of ${speaker.id}.`);
          const reference = comparableWords(spokenBy(timeline, speaker.id).join(' '));
          const { channels, sampleRate } = await decodeAudio(track.uint8Array);
          const audio = { samples: channels[0] ?? new Float32Array(0), sampleRate };
          const onTrack = wordErrors(reference, await recognise(audio));
          const aloneHeard: string[] = [];
          for (const text of spokenBy(timeline, speaker.id)) {
            aloneHeard.push(...(await hearAlone(text, speaker.voice ?? '')));
          }
          const alone = wordErrors(reference, aloneHeard);
          const percent = (errors: number): number => (100 * errors) / reference.length;
          rows.push([
            register,
            seed,
            `${speaker.id} (${speaker.voice ?? ''})`,
            String(reference.length),
            percent(alone).toFixed(1),
            percent(onTrack).toFixed(1),
            (percent(onTrack) - percent(alone)).toFixed(1),
          ]);
        }
      }
    }
    return [
      {
        title: 'Word error rate, %',
        columns: [
          'register',
          'seed',
          'speaker',
          'words',
          'in isolation',
          'on the track',
          'difference, points',
        ],
        rows,
      },
    ];
  },
};

/** A recogniser wants some silence on both sides, which a track has anyway. */
function padded({ samples, sampleRate }: Audio): Audio {
  const silence = Math.round(silenceAround * sampleRate);
  const longer = new Float32Array(samples.length + 2 * silence);
  longer.set(samples, silence);
  return { samples: longer, sampleRate };
}

/** Turns and backchannels in the order in which they are heard. */
function spokenBy(timeline: Timeline, speaker: string): string[] {
  return timeline.utterances.filter((utterance) => utterance.speaker === speaker).map(({ text }) => text);
}
