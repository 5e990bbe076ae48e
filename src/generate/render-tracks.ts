import { type Audio, levelBlocks, measureEnvelope, resample } from '../dsp/index.ts';
import type { Word } from '../timeline/index.ts';
import { type DialoguePart, type DialogueRequest, type DialogueVoice, VoiceError } from '../voices/index.ts';
import { moved } from './dialogue-words.ts';
import type { ConversationMaterial, Take } from './material.ts';
import { measureTake } from './measure-take.ts';
import type { TurnReport } from './render-script.ts';
import { voiceFailure } from './render-sound.ts';
import type { Spool } from './spool.ts';
import type { TrackLine } from './track-lines.ts';

export type TrackRenderOptions = {
  readonly dialogue: DialogueVoice;
  readonly lines: readonly TrackLine[];
  readonly turnCount: number;
  readonly spool: Spool;
  readonly seed: string;
  readonly language: string;
  /** Whether listeners may say what is not written. */
  readonly ownBackchannels: boolean;
  readonly instructions?: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onRendered?: (done: number, total: number) => void;
};

/** What a model spoke with a track for each speaker. The sounds lie in the spool. */
export type TrackRendering = {
  /** By the key of the sound in the draft. */
  readonly takes: ReadonlyMap<string, Take>;
  /** Of listeners' own accord, by speaker. */
  readonly backchannels: ConversationMaterial['backchannels'];
  /** Where each sound begins on the model's clock, by its source; seconds. */
  readonly places: ReadonlyMap<number, number>;
  readonly warnings: readonly string[];
  readonly turnReports: readonly TurnReport[];
};

/** A sound of a speaker: from a moment before its first word, as the model is a step of .04 s exact. Seconds. */
const leadIn = 0.04;
/** Sound that is still held when all before it has been told of. Seconds. */
const held = 10;

/** Lets a model speak all lines, and keeps what it said as it comes: of an hour no more than some seconds are held. */
export async function renderTracks(options: TrackRenderOptions): Promise<TrackRendering> {
  const { dialogue, lines, turnCount, spool } = options;
  const speakers = channelSpeakers(lines);
  const buffers = speakers.map(() => createBuffer(dialogue.sampleRate));
  const takes = new Map<string, Take>();
  const places = new Map<number, number>();
  const reports: TurnReport[] = [];
  const warnings: string[] = [];
  const added = new Map<string, { take: Take; weight: number; language: string }[]>();
  let spare = turnCount;

  const keep = async (source: number, channel: number, span: Span): Promise<Take> => {
    const at = Math.max(0, span.start - leadIn);
    const part = buffers[channel]?.read(at, span.end) ?? {
      samples: new Float32Array(0),
      sampleRate: dialogue.sampleRate,
    };
    const sound = spool.sampleRate === part.sampleRate ? part : resample(part, spool.sampleRate);
    const envelope = measureEnvelope(sound);
    await spool.write(source, sound.samples, levelBlocks(envelope));
    places.set(source, at);
    return measureTake(source, sound, moved(span.words, -at), envelope);
  };

  const keepLine = async (order: number, span: Span): Promise<void> => {
    const line = lines[order];
    if (line === undefined) return;
    const { said, turnIndex, key } = line;
    const isTurn = said.kind !== 'backchannel';
    const take = await keep(isTurn ? turnIndex : spare++, speakers.indexOf(line.speaker), span);
    takes.set(key, take);
    if (isTurn) reports.push(reportOf(line, take));
    for (const buffer of buffers) buffer.forget(span.start - held);
    options.onRendered?.(order + 1, lines.length);
  };

  const keepAdded = async (part: Extract<DialoguePart, { type: 'backchannel-added' }>): Promise<void> => {
    const speaker = speakers[part.channel];
    if (speaker === undefined) return;
    const take = await keep(spare++, part.channel, part);
    const language = /\p{Script=Han}/u.test(part.text) ? 'zh' : options.language;
    added.set(speaker, [...(added.get(speaker) ?? []), { take, weight: 1, language }]);
  };

  let open: { readonly order: number; readonly span: Span & { readonly words: Word[] } } | undefined;
  for await (const part of partsOf(options)) {
    if (open !== undefined && (part.type !== 'word-timed' || part.turn !== open.order)) {
      await keepLine(open.order, open.span);
      open = undefined;
    }
    if (part.type === 'audio-ready') buffers[part.channel ?? 0]?.push(part.audio.samples);
    else if (part.type === 'turn-timed')
      open = { order: part.turn, span: { start: part.start, end: part.end, words: [] } };
    else if (part.type === 'word-timed') open?.span.words.push(part.word);
    else if (part.type === 'backchannel-added') await keepAdded(part);
    else if (part.type === 'warning-raised') warnings.push(part.message);
  }
  if (open !== undefined) await keepLine(open.order, open.span);
  return { takes, places, warnings, backchannels: Object.fromEntries(added), turnReports: reports };
}

async function* partsOf(options: TrackRenderOptions): AsyncGenerator<DialoguePart> {
  const { dialogue, signal } = options;
  try {
    yield* dialogue.converse(requestOf(options), { ...(signal && { signal }) });
  } catch (cause) {
    if (signal?.aborted === true || !(cause instanceof VoiceError)) throw cause;
    throw voiceFailure(`${dialogue.id} could not speak the conversation`, {}, cause);
  }
}

type Span = { readonly start: number; readonly end: number; readonly words: readonly Word[] };

function requestOf({
  lines,
  seed,
  language,
  instructions,
  ownBackchannels,
}: TrackRenderOptions): DialogueRequest {
  return {
    turns: lines.map(({ said }) => said),
    seed,
    language,
    backchannels: ownBackchannels,
    ...(instructions === undefined ? {} : { instructions }),
  };
}

/** In order of their channels: as they first speak. */
function channelSpeakers(lines: readonly TrackLine[]): string[] {
  return [...new Set(lines.map(({ speaker }) => speaker))];
}

function reportOf({ said, turnIndex }: TrackLine, { duration }: Take): TurnReport {
  return {
    turnIndex,
    voice: said.voice,
    inputChars: said.text.length,
    audioDurationMs: 1000 * duration,
    latencyMs: 0,
    attempts: 0,
    requestIds: [],
  };
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
