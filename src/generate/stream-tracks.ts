import { applyGain, audioDuration, createResampler, fromDecibels } from '../dsp/index.ts';
import type { Utterance } from '../timeline/index.ts';
import { assembleTimeline, type ConversationDescription } from './assemble-timeline.ts';
import type { CastScript } from './cast-script.ts';
import { directionOf, type Path } from './choose-path.ts';
import { measureTake } from './measure-take.ts';
import type { GenerateProgress } from './options.ts';
import { listenerUtterance, turnUtterance } from './plan-tracks.ts';
import type { ConversationMetadata } from './prepare-conversation.ts';
import { countUsage, type TurnReport } from './render-script.ts';
import { trackParts, trackReport } from './render-tracks.ts';
import { createStreamEvents } from './stream-events.ts';
import { createStreamLevels, type StreamLevels } from './stream-levels.ts';
import type { StreamOutput } from './stream-output.ts';
import type { ConversationPart } from './stream-parts.ts';
import { channelSpeakers, createTrackKeeper, type KeptSound } from './track-keeper.ts';
import type { TrackLine } from './track-lines.ts';

export type StreamTracksOptions = {
  readonly cast: CastScript;
  readonly path: Extract<Path, { type: 'native' }>;
  readonly lines: readonly TrackLine[];
  readonly conversation: ConversationDescription;
  /** LUFS of the programme, and dBTP that the limiter keeps; undefined leaves all as the model made it. */
  readonly target: { readonly loudness: number; readonly ceiling: number } | undefined;
  readonly output: StreamOutput;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: GenerateProgress) => void;
};

/**
 * A model that gives each speaker a track, heard while it speaks. It says when a turn was heard at the turn's end: the
 * sound does not wait for that, so utterances and words come after their sound.
 */
export async function* streamTracks(options: StreamTracksOptions): AsyncGenerator<ConversationPart, void> {
  const { cast, path, lines, output, signal, onProgress } = options;
  const { resolved, draft, sampleRate } = cast;
  const startedAt = performance.now();
  const warnings: string[] = [];
  const warn = (message: string): ConversationPart => {
    warnings.push(message);
    return { type: 'warning-raised', message };
  };
  const player = createTrackPlayer(options);
  const teller = createTrackTeller(options);
  const keeper = createTrackKeeper({
    lines,
    turnCount: draft.turns.length,
    language: resolved.script.language,
    modelRate: path.dialogue.sampleRate,
    sampleRate,
    // What was heard is kept no longer.
    write: () => Promise.resolve(),
  });
  const tell = function* (kept: readonly KeptSound[]): Generator<ConversationPart, void> {
    const before = teller.reports.length;
    yield* teller.push(kept);
    const turns = teller.reports.length;
    if (turns === before) return;
    onProgress?.({ type: 'utterance-rendered', done: turns, total: draft.turns.length });
    yield { type: 'progress-made', turns, total: draft.turns.length, duration: player.duration };
  };

  for (const message of cast.casting.warnings) yield warn(message);
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const part of trackParts({ ...requestOf(options), signal })) {
      yield* tell(await keeper.push(part));
      if (part.type === 'warning-raised') yield warn(part.message);
      if (part.type !== 'audio-ready') continue;
      player.push(part.channel ?? 0, part.audio.samples);
      for (const bytes of await player.play()) yield { type: 'audio-ready', bytes };
    }
  } catch (error) {
    signal.throwIfAborted();
    // Nothing of it was heard: there is no file to complete.
    if (player.duration === 0) throw error;
    failure = { error };
  }
  yield* tell(await keeper.finish());
  yield* teller.finish();
  const end = teller.utterances.reduce((most, utterance) => Math.max(most, utterance.end), 0);
  for (const bytes of await player.finish(end + resolved.timing.leadOut))
    yield { type: 'audio-ready', bytes };
  for (const bytes of await output.finish()) yield { type: 'audio-ready', bytes };
  for (const message of output.warnings()) yield warn(message);
  if (failure !== undefined) throw failure.error;
  const { duration } = player;
  const timeline = assembleTimeline(options.conversation, {
    utterances: teller.utterances,
    events: [],
    duration,
    seed: resolved.seed,
  });
  const renderTime = (performance.now() - startedAt) / 1000;
  const metadata = describeRun(options, { duration, perTurn: teller.reports, renderTime });
  yield { type: 'conversation-ended', timeline, warnings, missing: [], metadata };
}

function requestOf({ cast: { resolved, draft }, path, lines }: StreamTracksOptions) {
  return {
    dialogue: path.dialogue,
    lines,
    seed: resolved.seed,
    language: resolved.script.language,
    ownBackchannels: resolved.backchannels === 'auto',
    ...directionOf(draft),
  };
}

function describeRun(
  { cast: { resolved, draft, sampleRate }, lines }: StreamTracksOptions,
  run: Pick<ConversationMetadata, 'duration' | 'perTurn' | 'renderTime'>,
): ConversationMetadata {
  const keys = new Set(lines.map(({ key }) => key));
  return {
    seed: resolved.seed,
    style: resolved.style,
    register: resolved.timing.register,
    sampleRate,
    voices: countUsage(draft.requests.filter(({ key }) => keys.has(key))),
    path: 'native',
    ...run,
  };
}

/** What was said, as it becomes known. */
interface TrackTeller {
  readonly utterances: readonly Utterance[];
  readonly reports: readonly TurnReport[];
  push(kept: readonly KeptSound[]): Iterable<ConversationPart>;
  finish(): Iterable<ConversationPart>;
}

/** A backchannel waits for the turn that it answers, which the model tells of when it ends. */
function createTrackTeller({ cast: { draft } }: StreamTracksOptions): TrackTeller {
  const utterances: Utterance[] = [];
  const reports: TurnReport[] = [];
  const events = createStreamEvents();
  let waiting: KeptSound[] = [];
  let heard = 0;

  const tellListeners = (until: number): void => {
    const due = waiting.filter(({ at }) => at <= until);
    waiting = waiting.filter(({ at }) => at > until);
    for (const { speaker, language, take, at } of due) {
      const placed = { take, at };
      const turns = utterances.filter(({ kind }) => kind !== 'backchannel');
      const said = listenerUtterance({ number: ++heard, speaker, language, placed }, turns);
      utterances.push(said);
      events.add({ utterances: [said] });
    }
  };

  return {
    utterances,
    reports,
    push(kept) {
      for (const sound of kept) {
        const { line, take, at } = sound;
        if (line === undefined || line.said.kind === 'backchannel') {
          waiting.push(sound);
          continue;
        }
        const turn = draft.turns[line.turnIndex]?.assemble(new Map([[line.key, take]]));
        if (turn === undefined) continue;
        const said = turnUtterance(turn, { take, at });
        utterances.push(said);
        reports.push(trackReport(line, take));
        events.add({ utterances: [said] });
        tellListeners(said.end);
      }
      return events.before(Number.POSITIVE_INFINITY);
    },
    finish() {
      tellListeners(Number.POSITIVE_INFINITY);
      return events.before(Number.POSITIVE_INFINITY);
    },
  };
}

/** LUFS that speech of a model is taken to have until some of it has been heard. */
const usualLevel = -24;
/** Less sound tells nothing of how loud somebody is. Seconds. */
const leastHeard = 0.2;

/** Puts the sound of the channels together as it comes. */
interface TrackPlayer {
  /** Seconds that were written. */
  readonly duration: number;
  push(channel: number, samples: Float32Array): void;
  /** Everything that is there of every channel. */
  play(): Promise<Uint8Array[]>;
  /** The rest, and silence up to a time at least. */
  finish(duration: number): Promise<Uint8Array[]>;
}

function createTrackPlayer(options: StreamTracksOptions): TrackPlayer {
  const { cast, path, lines, conversation, output } = options;
  const { sampleRate } = cast;
  const from = path.dialogue.sampleRate;
  const order = conversation.speakers.map(({ id }) => id);
  const channels = channelSpeakers(lines).map((speaker) => ({
    track: order.indexOf(speaker),
    resampler: from === sampleRate ? undefined : createResampler({ from, to: sampleRate }),
    leveller: createLeveller(speaker, options),
    waiting: new Float32Array(0),
  }));
  let position = 0;

  const write = async (frames: number): Promise<Uint8Array[]> => {
    if (frames <= 0) return [];
    const sounds = channels.map((channel) => {
      const samples = channel.leveller(channel.waiting.slice(0, frames));
      channel.waiting = channel.waiting.slice(frames);
      return { track: channel.track, at: 0, samples, gain: 1 };
    });
    const encoded = await output.write({ at: position, frames, sounds });
    position += frames;
    return encoded;
  };
  const append = (channel: (typeof channels)[number], samples: Float32Array): void => {
    const all = new Float32Array(channel.waiting.length + samples.length);
    all.set(channel.waiting);
    all.set(samples, channel.waiting.length);
    channel.waiting = all;
  };

  return {
    get duration() {
      return position / sampleRate;
    },
    push(index, samples) {
      const channel = channels[index];
      if (channel !== undefined) append(channel, channel.resampler?.push(samples) ?? samples);
    },
    play: () => write(Math.min(...channels.map(({ waiting }) => waiting.length))),
    async finish(duration) {
      for (const channel of channels)
        if (channel.resampler !== undefined) append(channel, channel.resampler.flush());
      const encoded = await write(Math.max(...channels.map(({ waiting }) => waiting.length)));
      const end = Math.round(duration * sampleRate);
      // In pieces, as every sound: an encoder holds what it is given.
      for (let at = position; at < end; at += sampleRate)
        encoded.push(...(await write(Math.min(sampleRate, end - at))));
      return encoded;
    },
  };
}

/** Brings one speaker's track to the target by what they have said so far; the gain never jumps inside a sound. */
function createLeveller(
  speaker: string,
  { cast: { resolved, sampleRate }, target }: StreamTracksOptions,
): (samples: Float32Array) => Float32Array {
  if (target === undefined) return (samples) => samples;
  const levels: StreamLevels = createStreamLevels({
    target: target.loudness,
    ceiling: target.ceiling,
    style: resolved.style,
    drop: resolved.timing.backchannelDrop,
    sampleRate,
  });
  let gain = fromDecibels(target.loudness - usualLevel);
  let hasSounded = false;
  return (samples) => {
    const audio = { samples, sampleRate };
    if (samples.every((sample) => sample === 0)) return samples;
    const take = measureTake(0, audio, []);
    if (take.end - take.start >= Math.min(leastHeard, audioDuration(audio)))
      levels.learn(speaker, take, samples);
    const known = levels.speakerGain(speaker);
    const next = known === undefined ? gain : fromDecibels(known);
    if (!hasSounded || next === gain) applyGain(samples, next);
    else {
      const rise = (next - gain) / samples.length;
      for (const [index, sample] of samples.entries()) samples[index] = sample * (gain + rise * index);
    }
    gain = next;
    hasSounded = true;
    return samples;
  };
}
