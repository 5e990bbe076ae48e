import { createRandom } from 'duologue/dsp';
import { joinWords, type Utterance, type Word } from 'duologue/timeline';
import { type DialoguePart, type DialogueVoice, joinSamples, type VoiceDescription } from 'duologue/voices';
import type { DialogueSource, Performance } from '../performance.ts';
import { otherLanguage, speakerIds, type TestScript } from '../test-script.ts';
import { timelineOf } from './assemble-performance.ts';

export type ModelSourceOptions = {
  readonly name: string;
  /** One with a track for each speaker. */
  readonly dialogue: DialogueVoice;
  /** Whom it speaks with: the first language of each is their own. */
  readonly voices: readonly VoiceDescription[];
};

/** A model that decides itself who speaks when. */
export function createModelSource({ name, dialogue, voices }: ModelSourceOptions): DialogueSource {
  return {
    name,
    async perform(script) {
      const cast = castOf(script, voices);
      if (cast === undefined) return undefined;
      const started = performance.now();
      let firstSound = Number.NaN;
      const parts: DialoguePart[] = [];
      const request = {
        turns: script.turns.map(({ speaker, text, kind, cutShort }) => {
          return { voice: cast[speaker]?.id ?? '', text, kind, cutShort };
        }),
        language: script.language === 'zh' ? 'zh-CN' : 'en',
        seed: script.id,
      };
      for await (const part of dialogue.converse(request)) {
        if (part.type === 'audio-ready' && Number.isNaN(firstSound))
          firstSound = (performance.now() - started) / 1000;
        parts.push(part);
      }
      const whole = (performance.now() - started) / 1000;
      const names = cast.map(({ id }) => id);
      return performanceOf(script, parts, {
        voices: names,
        sampleRate: dialogue.sampleRate,
        pace: { firstSound, whole },
      });
    },
  };
}

/** Two who can be told apart, native in the script's language, or in the other one where it crosses them. */
export function castOf(
  script: TestScript,
  voices: readonly VoiceDescription[],
): VoiceDescription[] | undefined {
  const native = script.crossLingual ? otherLanguage(script.language) : script.language;
  const able = voices.filter(({ languages }) => languages[0]?.startsWith(native));
  const random = createRandom(`${script.id}/cast`);
  const first = able[random.integer(able.length)];
  const others = able.filter(({ id }) => id !== first?.id);
  const second = others[random.integer(others.length)];
  return first === undefined || second === undefined ? undefined : [first, second];
}

type Made = Pick<Performance, 'sampleRate'> & {
  readonly voices: readonly string[];
  readonly pace?: Performance['pace'];
};

/** What the parts of a dialogue are as tracks and a timeline. */
export function performanceOf(
  script: TestScript,
  parts: readonly DialoguePart[],
  { sampleRate, voices, pace }: Made,
): Performance {
  // Channels are in the order in which speakers first have a turn.
  const speakers = [...new Set([...script.turns.map(({ speaker }) => speaker), 0 as const, 1 as const])];
  const blocks: Float32Array[][] = speakerIds.map(() => []);
  const turns = new Map<number, { start: number; end: number; words: Word[] }>();
  const utterances: Omit<Utterance, 'id'>[] = [];
  for (const part of parts) {
    if (part.type === 'audio-ready') blocks[speakers[part.channel ?? 0] ?? 1]?.push(part.audio.samples);
    else if (part.type === 'turn-timed')
      turns.set(part.turn, { start: part.start, end: part.end, words: [] });
    else if (part.type === 'word-timed') turns.get(part.turn)?.words.push(part.word);
    else if (part.type === 'backchannel-added') {
      const { start, end, text, words, channel } = part;
      const speaker = speakerIds[speakers[channel] ?? 1];
      utterances.push({ speaker, kind: 'backchannel', text, words, start, end });
    }
  }
  for (const [turnIndex, { start, end, words }] of turns) {
    const { speaker, kind, cutShort } = script.turns[turnIndex] ?? {
      speaker: 0,
      kind: 'turn',
      cutShort: false,
    };
    const text = joinWords(words.map((word) => word.text));
    const said = { speaker: speakerIds[speaker], kind, text, words, start, end, turnIndex };
    utterances.push(cutShort ? { ...said, cutShort } : said);
  }
  const tracks = evenTracks(blocks.map((own) => joinSamples(own)));
  const duration = (tracks[0]?.length ?? 0) / sampleRate;
  return {
    script,
    tracks,
    sampleRate,
    timeline: timelineOf(script, { utterances, duration, voices }),
    seams: seamsOf(blocks[speakers[0] ?? 0] ?? [], sampleRate),
    ...(pace === undefined ? {} : { pace }),
  };
}

function evenTracks(tracks: readonly Float32Array[]): Float32Array[] {
  const longest = tracks.reduce((most, { length }) => Math.max(most, length), 0);
  return tracks.map((track) => {
    const even = new Float32Array(longest);
    even.set(track);
    return even;
  });
}

function seamsOf(blocks: readonly Float32Array[], sampleRate: number): number[] {
  let frames = 0;
  return blocks.slice(0, -1).map((block) => {
    frames += block.length;
    return frames / sampleRate;
  });
}
