import { type Audio, type LevelBlocks, levelBlocks, measureEnvelope, resample } from '../dsp/index.ts';
import type { Word } from '../timeline/index.ts';
import type { DialoguePart } from '../voices/index.ts';
import { moved } from './dialogue-words.ts';
import type { Take } from './material.ts';
import { measureTake } from './measure-take.ts';
import type { TrackLine } from './track-lines.ts';

/** What one speaker said at a stretch, on the model's clock. */
export type KeptSound = {
  readonly speaker: string;
  readonly take: Take;
  /** Where it begins, seconds. */
  readonly at: number;
  /** BCP 47. */
  readonly language: string;
  /** What was asked for; nothing for what a listener said by themself. */
  readonly line?: TrackLine;
};

export type TrackKeeperOptions = {
  readonly lines: readonly TrackLine[];
  /** Of the script: sounds that are no turns are numbered from here on. */
  readonly turnCount: number;
  /** Of what is spoken, where its writing does not tell. */
  readonly language: string;
  /** Hz, of the model and of what is kept. */
  readonly modelRate: number;
  readonly sampleRate: number;
  /** Each sound, once. */
  readonly write: (source: number, samples: Float32Array, levels: LevelBlocks) => Promise<void>;
};

/** Cuts what a model says on tracks into turns and backchannels, as they become known: of an hour some seconds are held. */
export interface TrackKeeper {
  /** What is known by this part. */
  push(part: DialoguePart): Promise<readonly KeptSound[]>;
  finish(): Promise<readonly KeptSound[]>;
}

/** A sound of a speaker: from a moment before its first word, as the model is a step of .04 s exact. Seconds. */
const leadIn = 0.04;
/** Sound that is still held when all before it has been told of. Seconds. */
const held = 10;

type Span = { readonly start: number; readonly end: number; readonly words: readonly Word[] };

export function createTrackKeeper(options: TrackKeeperOptions): TrackKeeper {
  const { lines, modelRate, sampleRate, language, write } = options;
  const speakers = channelSpeakers(lines);
  const buffers = speakers.map(() => createBuffer(modelRate));
  let spare = options.turnCount;
  let open: { readonly order: number; readonly span: Span & { readonly words: Word[] } } | undefined;

  const keep = async (
    source: number,
    channel: number,
    span: Span,
  ): Promise<Pick<KeptSound, 'take' | 'at'>> => {
    const at = Math.max(0, span.start - leadIn);
    const empty = { samples: new Float32Array(0), sampleRate: modelRate };
    const part = buffers[channel]?.read(at, span.end) ?? empty;
    const sound = sampleRate === part.sampleRate ? part : resample(part, sampleRate);
    const envelope = measureEnvelope(sound);
    await write(source, sound.samples, levelBlocks(envelope));
    return { take: measureTake(source, sound, moved(span.words, -at), envelope), at };
  };

  const keepLine = async (order: number, span: Span): Promise<readonly KeptSound[]> => {
    const line = lines[order];
    if (line === undefined) return [];
    const { said, turnIndex, speaker } = line;
    const source = said.kind === 'backchannel' ? spare++ : turnIndex;
    const kept = await keep(source, speakers.indexOf(speaker), span);
    for (const buffer of buffers) buffer.forget(span.start - held);
    return [{ ...kept, speaker, line, language: languageOf(said.text, language) }];
  };

  const endLine = async (): Promise<readonly KeptSound[]> => {
    const ended = open;
    open = undefined;
    return ended === undefined ? [] : keepLine(ended.order, ended.span);
  };

  return {
    async push(part) {
      if (part.type === 'word-timed' && part.turn === open?.order) {
        open.span.words.push(part.word);
        return [];
      }
      const kept = await endLine();
      if (part.type === 'audio-ready') buffers[part.channel ?? 0]?.push(part.audio.samples);
      else if (part.type === 'turn-timed')
        open = { order: part.turn, span: { start: part.start, end: part.end, words: [] } };
      else if (part.type === 'backchannel-added') {
        const speaker = speakers[part.channel];
        if (speaker === undefined) return kept;
        const added = await keep(spare++, part.channel, part);
        return [...kept, { ...added, speaker, language: languageOf(part.text, language) }];
      }
      return kept;
    },
    finish: endLine,
  };
}

/** In order of their channels: as they first speak. */
export function channelSpeakers(lines: readonly TrackLine[]): string[] {
  return [...new Set(lines.map(({ speaker }) => speaker))];
}

function languageOf(text: string, language: string): string {
  return /\p{Script=Han}/u.test(text) ? 'zh' : language;
}

/** The later part of a track that goes on. Seconds of its own clock. */
function createBuffer(sampleRate: number) {
  let pieces: Float32Array[] = [];
  /** Frames before the first piece. */
  let gone = 0;
  const frames = (): number => pieces.reduce((sum, { length }) => sum + length, 0);
  return {
    push: (samples: Float32Array): void => void pieces.push(samples),
    read(from: number, to: number): Audio {
      const first = Math.max(gone, Math.round(from * sampleRate));
      const last = Math.max(first, Math.min(gone + frames(), Math.round(to * sampleRate)));
      const samples = new Float32Array(last - first);
      let at = gone;
      for (const piece of pieces) {
        const own = piece.subarray(Math.max(0, first - at), Math.max(0, last - at));
        samples.set(own, Math.max(0, at - first));
        at += piece.length;
        if (at >= last) break;
      }
      return { samples, sampleRate };
    },
    forget(before: number): void {
      const until = before * sampleRate;
      for (let [piece] = pieces; piece !== undefined && gone + piece.length <= until; [piece] = pieces) {
        gone += piece.length;
        pieces = pieces.slice(1);
      }
    },
  };
}
