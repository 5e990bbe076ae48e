import { resample } from 'duologue/dsp';
import type { Timeline } from 'duologue/timeline';
import { joinSamples } from 'duologue/voices';
import type { VoicePiece } from './listeners/cepstral-ear.ts';
import { earRate } from './measures/similarity.ts';
import { type Performance, saidBy } from './performance.ts';
import { crossed, writtenScripts } from './scripts/written-scripts.ts';
import { openHeldOut } from './sources/held-out.ts';
import type { TestLanguage, TestScript } from './test-script.ts';

/** What everything is measured on and against, in one language. */
export type Collected = {
  readonly scripts: readonly TestScript[];
  /** Some of them for speakers of the other language. */
  readonly crossed: readonly TestScript[];
  /** Dialogues of the training register that no model had: as they were simulated with the scripts, and others. */
  readonly simulated: readonly Timeline[];
  readonly register: readonly Timeline[];
  /** Speech of the voices of those, which no model had either. */
  readonly pieces: readonly VoicePiece[];
};

export type CollectOptions = {
  /** Of each language, with those written by hand. */
  readonly scripts: number;
  readonly crossed: number;
  /** Dialogues beside those of the scripts. */
  readonly register: number;
};

/** Tunes nothing, and is no training data's. */
const seed = 'dialospeech-benchmark';
/** Seconds of speech, and pieces of each speaker. */
const piece = 2;
const mostPieces = 40;

export async function collectScripts(language: TestLanguage, options: CollectOptions): Promise<Collected> {
  // A small trial has some of both kinds.
  const written = (await writtenScripts(language)).slice(0, Math.max(1, Math.ceil(options.scripts / 4)));
  const wanted = Math.max(0, options.scripts - written.length);
  const grammar: TestScript[] = [];
  const [simulated, register]: [Timeline[], Timeline[]] = [[], []];
  const pieces = new Map<string, VoicePiece[]>();
  await using heldOut = await openHeldOut(language, seed);
  if (wanted + options.register > 0) {
    for await (const performance of heldOut.dialogues()) {
      keepPieces(pieces, performance);
      if (grammar.length < wanted) {
        grammar.push(performance.script);
        simulated.push(performance.timeline);
      } else register.push(performance.timeline);
      if (grammar.length >= wanted && register.length >= options.register) break;
    }
  }
  const scripts = [...written, ...grammar];
  return {
    scripts,
    crossed: evenly(scripts, options.crossed).map(crossed),
    simulated,
    register,
    pieces: [...pieces.values()].flat(),
  };
}

/** So many of a list, as far from each other as may be. */
function evenly<Item>(items: readonly Item[], count: number): Item[] {
  const least = Math.min(count, items.length);
  return Array.from(
    { length: least },
    (_, index) => items[Math.floor((index * items.length) / least)],
  ).filter((item) => item !== undefined);
}

function keepPieces(pieces: Map<string, VoicePiece[]>, { tracks, sampleRate, timeline }: Performance): void {
  for (const { id, channel, voice = id } of timeline.speakers) {
    const own = pieces.get(voice) ?? [];
    pieces.set(voice, own);
    const track = tracks[channel] ?? new Float32Array(0);
    const speech = joinSamples(
      saidBy(timeline, id).map(({ start, end }) =>
        track.subarray(Math.round(start * sampleRate), Math.round(end * sampleRate)),
      ),
    );
    const { samples } = resample({ samples: speech, sampleRate }, earRate);
    const length = piece * earRate;
    for (let from = 0; from + length <= samples.length && own.length < mostPieces; from += length)
      own.push({ speaker: voice, samples: samples.slice(from, from + length) });
  }
}
