import type { SpeechPart, SpeechRequest, Voice, WordAligner } from '../voices/index.ts';
import type { Draft, SoundRequest } from './draft-script.ts';
import { createDresser, type DressOptions } from './dress-voice.ts';
import { createSoundRenderer, type SoundRenderer, type SoundRendererOptions } from './render-sound.ts';
import type { Turnstile } from './stream-turnstile.ts';

export type OrderedRendererOptions = DressOptions & {
  readonly draft: Draft;
  readonly spool: SoundRendererOptions['spool'];
  /** Opened when the first turn is heard. */
  readonly turnstile: Turnstile;
};

/**
 * The first turn has this machine to itself until it is heard; what keeps the event loop busy is then done piece by
 * piece. Services are asked at once: their answers wait.
 */
export function createOrderedRenderer(options: OrderedRendererOptions): SoundRenderer {
  const { draft, spool, turnstile, aligner } = options;
  const patient = aligner && waitingAligner(aligner, turnstile);
  const first = createSoundRenderer({ spool, dress: createDresser(options) });
  const dressLater = createDresser({ ...options, aligner: patient });
  const later = createSoundRenderer({ spool, dress: (voice) => waitingVoice(dressLater(voice), turnstile) });
  const firstKeys = new Set(draft.turns[0]?.keys);
  return async (request, source, signal) => {
    if (firstKeys.has(request.key)) return first(request, source, signal);
    if (!isElsewhere(request)) await turnstile.pass(signal);
    return later(request, source, signal);
  };
}

/** Whether it is made on another machine; what listeners say is mostly made on this one, and nobody waits for it. */
function isElsewhere({ voice, purpose }: SoundRequest): boolean {
  return purpose === 'turn' && voice.service !== undefined;
}

/** What was said is handed on when there is time to look at it. */
function waitingVoice(voice: Voice, turnstile: Turnstile): Voice {
  return {
    ...voice,
    speak: (request, options = {}) => speakPatiently(voice, turnstile, request, options.signal),
  };
}

async function* speakPatiently(
  voice: Voice,
  turnstile: Turnstile,
  request: SpeechRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPart> {
  yield* voice.speak(request, signal === undefined ? {} : { signal });
  await turnstile.pass(signal ?? neverAborted);
}

const neverAborted = new AbortController().signal;

/** Makes nothing ready: that would take the time of the first turn. */
function waitingAligner(aligner: WordAligner, turnstile: Turnstile): WordAligner {
  return {
    name: aligner.name,
    async align(audio, words, options = {}) {
      await turnstile.pass(options.signal ?? neverAborted);
      return aligner.align(audio, words, options);
    },
  };
}
