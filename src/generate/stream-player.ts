import type { ConversationDescription } from './assemble-timeline.ts';
import type { FixedPart } from './incremental-plan.ts';
import type { Take, TurnMaterial } from './material.ts';
import type { Style } from './options.ts';
import { createStreamEvents } from './stream-events.ts';
import type { FetchedTurn } from './stream-jobs.ts';
import { createStreamLevels } from './stream-levels.ts';
import { createStreamMixer } from './stream-mixer.ts';
import type { StreamOutput } from './stream-output.ts';
import type { ConversationPart } from './stream-parts.ts';
import type { Turnstile } from './stream-turnstile.ts';
import type { Timing } from './timing.ts';
import { preRoll } from './turn-layout.ts';

export type StreamPlayerOptions = {
  readonly conversation: ConversationDescription;
  /** Hz. */
  readonly sampleRate: number;
  /** LUFS of the programme, and dBTP that the limiter keeps; undefined leaves all as the voices made it. */
  readonly target: { readonly loudness: number; readonly ceiling: number } | undefined;
  readonly style: Style;
  readonly timing: Timing;
  readonly output: StreamOutput;
  readonly turnstile: Turnstile;
  readonly signal: AbortSignal;
};

/** Turns what is fixed into sound and events. */
export interface StreamPlayer {
  /** What its clips need of the sounds is copied. */
  add(part: FixedPart, fetched: FetchedTurn): Promise<void>;
  /** Everything up to a time. Seconds. */
  play(until: number): AsyncGenerator<ConversationPart, void>;
}

/** Seconds of sound in a part. */
const blockDuration = 0.5;

export function createStreamPlayer(options: StreamPlayerOptions): StreamPlayer {
  const { conversation, sampleRate, target, style, timing, output, turnstile, signal } = options;
  const levels =
    target &&
    createStreamLevels({
      target: target.loudness,
      ceiling: target.ceiling,
      style,
      drop: timing.backchannelDrop,
      sampleRate,
    });
  const mixer = createStreamMixer(
    conversation.speakers.map(({ id }) => id),
    sampleRate,
  );
  const events = createStreamEvents();
  /** Of the listeners, by source: they are needed to the end. */
  const listenerLevels = new Map<number, number>();

  const learn = async ({ rendered: { turn, sounds }, listeners }: FetchedTurn): Promise<void> => {
    if (listenerLevels.size === 0) {
      for (const [id, takes] of Object.entries(listeners?.backchannels ?? {})) {
        levels?.learnListener(
          id,
          takes.map(({ take }) => take),
        );
        for (const { take } of takes) listenerLevels.set(take.source, take.level);
      }
    }
    for (const take of turn.takes) {
      await turnstile.passAhead(signal);
      levels?.learn(turn.speaker, take, sounds.get(take.source) ?? new Float32Array(0));
    }
  };

  return {
    async add(part, fetched) {
      events.add(part);
      await learn(fetched);
      const own = new Map(takesOf(fetched.rendered.turn).map(({ source, level }) => [source, level]));
      for (const clip of part.clips) {
        const { source } = clip;
        const sound = fetched.rendered.sounds.get(source) ?? fetched.listeners?.sounds.get(source);
        if (sound === undefined) throw new RangeError(`There is no sound ${source}.`);
        const level = own.get(source) ?? listenerLevels.get(source) ?? Number.NEGATIVE_INFINITY;
        mixer.add(clip, sound, levels?.gainOf(clip, level) ?? 0);
      }
    },
    async *play(until) {
      const end = Math.round(until * sampleRate);
      while (mixer.position < end) {
        // Mixing and encoding may never leave the microtask queue: an abort has to get in between.
        await turnstile.passAhead(signal);
        const block = mixer.read(Math.min(Math.round(blockDuration * sampleRate), end - mixer.position));
        const encoded = await output.write(block);
        yield* events.before(mixer.position / sampleRate);
        for (const bytes of encoded) yield { type: 'audio-ready', bytes };
      }
      // A turn's end lies behind what the next turn's first sound may take.
      yield* events.before(until + preRoll + 1e-9);
    },
  };
}

function takesOf({ takes, insertions }: TurnMaterial): Take[] {
  return [...takes, ...insertions.flatMap((insertion) => (insertion.type === 'pause' ? [] : insertion.take))];
}
