import { splitWords } from '../timeline/index.ts';
import {
  type DialogueLimits,
  type DialoguePart,
  type DialogueRequest,
  type DialogueTurn,
  type DialogueVoice,
  joinSamples,
  VoiceError,
} from '../voices/index.ts';
import { type FakeSound, speakOnTracks } from './fake-tracks.ts';
import { createFakeVoice, type FakeVoice } from './fake-voice.ts';
import type { Clock } from './simulated-clock.ts';
import { renderWords, type ToneOptions, timeWords } from './tones.ts';

export type FakeDialogueVoiceOptions = Omit<ToneOptions, 'pitch' | 'level'> & {
  /** `provider/model`, default `fake/dialogue`. */
  readonly id?: string;
  /** Default 1 to 4 voices. */
  readonly limits?: DialogueLimits;
  /** What it tells of: when each word is heard, where each turn lies, both, or neither. Default `both`. */
  readonly times?: 'words' | 'turns' | 'both' | 'none';
  /** Each speaker on a channel of their own; a turn begins .1 s before the one before it ends. Default false. */
  readonly tracks?: boolean;
  /** With `tracks`: what the listener says by itself .2 s after the first turn begins. Default nothing. */
  readonly ownBackchannel?: string;
  /** How its speakers sound, by name. Default: each higher than the one before, at .25. */
  readonly speakers?: Readonly<Record<string, Pick<ToneOptions, 'pitch' | 'level'>>>;
  /** Seconds of silence between two turns, beside what they begin and end with; default .2. */
  readonly turnGap?: number;
  /** Default: the voice of what stands before the slash of `id`, at `https://fake.test`. */
  readonly baseURL?: string;
  /** Which calls of `converse` that the limits allow fail, counted from 1. Default none. */
  readonly failingCalls?: readonly number[];
  /** What they fail with. Default a `VoiceError` that may be retried. */
  readonly failure?: Error;
  /** Seconds, by `clock`, before the first part. Default 0. Needs a clock. */
  readonly delay?: number;
  readonly clock?: Clock;
};

/** A model of dialogues whose words are tones: where each turn lies is known to the sample. */
export interface FakeDialogueVoice extends DialogueVoice {
  /** Every request so far that its limits allow. */
  readonly requests: readonly DialogueRequest[];
  /** How many are being spoken at this moment. */
  readonly active: number;
  /** A voice of the model, the same each time. It also speaks alone. */
  voice(name: string): FakeVoice;
}

export function createFakeDialogueVoice(options: FakeDialogueVoiceOptions = {}): FakeDialogueVoice {
  const {
    id = 'fake/dialogue',
    limits = { leastVoices: 1, mostVoices: 4 },
    times = 'both',
    speakers = {},
    turnGap = 0.2,
    baseURL = 'https://fake.test',
    failingCalls = [],
    failure,
    delay = 0,
    clock,
    tracks = false,
    ownBackchannel,
    ...tones
  } = options;
  const { sampleRate = 24_000 } = tones;
  if (delay > 0 && clock === undefined)
    throw new TypeError('A fake dialogue voice with a delay needs a clock.');
  const [provider = 'fake', model = 'dialogue'] = id.split('/');
  const requests: DialogueRequest[] = [];
  const voices = new Map<string, FakeVoice>();
  let active = 0;

  const soundOf = (name: string): ToneOptions => {
    const order = [...voices.keys()].indexOf(name);
    return { pitch: 110 + 70 * order, ...tones, ...speakers[name], sampleRate };
  };

  const voice = (name: string): FakeVoice => {
    const known = voices.get(name);
    if (known !== undefined) return known;
    // Its place decides how it sounds.
    voices.set(name, createFakeVoice());
    const service = { provider, model, voice: name, baseURL };
    const made = createFakeVoice({ ...soundOf(name), id: `${id}:${name}`, name, service, dialogue });
    voices.set(name, made);
    return made;
  };

  const onTracks = { render: renderTurn, sampleRate, ownBackchannel };
  const nameOf = ({ voice: own }: DialogueTurn): string => own.slice(id.length + 1);

  async function* converse(
    request: DialogueRequest,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<DialoguePart> {
    signal?.throwIfAborted();
    refuseWrong(id, limits, request);
    const call = requests.push(request);
    active++;
    try {
      if (delay > 0) await clock?.wait(delay, signal === undefined ? {} : { signal });
      if (failingCalls.includes(call))
        throw failure ?? new VoiceError(`Call ${call} fails.`, { provider, retryable: true });
      for (const part of tracks ? speakOnTracks(request, onTracks) : speakTurns(request)) {
        yield part;
        signal?.throwIfAborted();
      }
    } finally {
      active--;
    }
  }

  function renderTurn(said: DialogueTurn): FakeSound {
    const name = nameOf(said);
    voice(name);
    const words = timeWords(said, tones);
    return { words, samples: renderWords(words, soundOf(name)) };
  }

  function speakTurns({ turns }: DialogueRequest): DialoguePart[] {
    const gap = new Float32Array(Math.round(turnGap * sampleRate));
    const pieces: Float32Array[] = [];
    const timed: DialoguePart[] = [];
    let frames = 0;
    for (const [turn, said] of turns.entries()) {
      const name = nameOf(said);
      voice(name);
      const words = timeWords(said, tones);
      const samples = renderWords(words, soundOf(name));
      const start = frames / sampleRate;
      const end = (frames + samples.length) / sampleRate;
      if (times === 'turns' || times === 'both') timed.push({ type: 'turn-timed', turn, start, end });
      if (times === 'words' || times === 'both') {
        for (const word of words) {
          const placed = { ...word, start: start + word.start, end: start + word.end };
          timed.push({ type: 'word-timed', turn, word: placed });
        }
      }
      pieces.push(samples, gap);
      frames += samples.length + gap.length;
    }
    return [{ type: 'audio-ready', audio: { samples: joinSamples(pieces), sampleRate } }, ...timed];
  }

  const dialogue: FakeDialogueVoice = {
    ...(tracks ? { tracks } : {}),
    id,
    sampleRate,
    limits,
    converse,
    voice,
    requests,
    get active() {
      return active;
    },
  };
  return dialogue;
}

function refuseWrong(id: string, limits: DialogueLimits, { turns }: DialogueRequest): void {
  const { leastVoices, mostVoices, mostCharacters = Infinity, mostTurns = Infinity } = limits;
  const [provider = ''] = id.split('/');
  const refuse = (what: string): never => {
    throw new VoiceError(`${id} takes ${what}.`, { provider });
  };
  const voices = new Set(turns.map(({ voice }) => voice)).size;
  const characters = turns.reduce((sum, { text }) => sum + text.length, 0);
  if (turns.length === 0) refuse('at least one turn');
  if (voices < leastVoices || voices > mostVoices) refuse(`${leastVoices} to ${mostVoices} voices`);
  if (characters > mostCharacters) refuse(`at most ${mostCharacters} characters`);
  if (turns.length > mostTurns) refuse(`at most ${mostTurns} turns`);
  if (turns.some(({ voice }) => !voice.startsWith(`${id}:`))) refuse('voices of its own alone');
  if (turns.some(({ text }) => splitWords(text).length === 0)) refuse('turns with something to say');
}
