import { createRandom } from '../../../src/dsp/index.ts';
import { createLivePolicy, createLiveSession } from '../../../src/live/index.ts';
import { createFakeEar, createSimulatedClock } from '../../../src/testing/index.ts';
import type { Brain, BrainPart, SpeechPart, Voice } from '../../../src/voices/index.ts';

export type BargeIns = {
  readonly yields: number;
  readonly unhandled: number;
  /** Replies that were begun and never heard of again. */
  readonly abandoned: number;
};

/**
 * So many interruptions of an agent whose brain and voice are in the middle of something, and fail now and then. The
 * sound is a tone that is there or is not: what is counted is what the breaking off leaves behind.
 */
export async function measureBargeIns(wanted: number): Promise<BargeIns> {
  const clock = createSimulatedClock();
  const random = createRandom('barge-ins');
  const voiced = toneOf(9600, 24_000);
  let unhandled = 0;
  const count = (): void => {
    unhandled += 1;
  };
  process.on('unhandledRejection', count);
  process.on('uncaughtException', count);
  let open = 0;
  async function* respond(
    _: unknown,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<BrainPart> {
    open += 1;
    try {
      for (let part = 0; part < 40; part++) {
        await clock.wait(0.05 + 0.1 * random.next(), signal === undefined ? {} : { signal });
        if (random.next() < 0.002) throw new Error('The brain has failed, as some do.');
        yield { type: 'text-said', text: 'and then there was another thing to be said, ' };
      }
    } finally {
      open -= 1;
    }
  }
  const brain: Brain = { id: 'endless', reads: false, respond };
  async function* speak(
    _: unknown,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<SpeechPart> {
    for (let part = 0; part < 4; part++) {
      await clock.wait(0.02 + 0.1 * random.next(), signal === undefined ? {} : { signal });
      if (random.next() < 0.002) throw new Error('The voice has failed, as some do.');
      yield { type: 'audio-ready', audio: { samples: voiced, sampleRate: 24_000 } };
    }
  }
  const voice: Voice = {
    id: 'tone',
    name: 'Tone',
    languages: ['en'],
    sampleRate: 24_000,
    timed: false,
    speak,
  };
  const agent = { yields: 0, speaking: false };
  const session = await createLiveSession({
    brain,
    voices: [voice],
    ear: createFakeEar(),
    policy: createLivePolicy({ silence: { prompts: 0 } }),
    clock,
    send(output) {
      if (output.type !== 'notice-told') return;
      const { type } = output.notice;
      if (type === 'agent-yielded') agent.yields += 1;
      if (type === 'reply-started') agent.speaking = true;
      if (type === 'agent-yielded' || type === 'reply-ended') agent.speaking = false;
    },
  });
  const tone = toneOf(320, 16_000);
  const silent = new Float32Array(320);
  const say = async (frames: number, sound: Float32Array): Promise<void> => {
    for (let frame = 0; frame < frames; frame++) {
      session.hear(sound, 16_000);
      await clock.advance(0.02);
    }
  };
  while (agent.yields < wanted) {
    const begun = agent.yields;
    await say(45 + random.integer(10), tone);
    for (let frame = 0; frame < 150 && !agent.speaking; frame++) await say(1, silent);
    await say(random.integer(20), silent);
    if (agent.yields === begun && !agent.speaking) await say(20, silent);
  }
  await clock.runUntil(Promise.resolve(session[Symbol.asyncDispose]()));
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off('unhandledRejection', count);
  process.off('uncaughtException', count);
  return { yields: agent.yields, unhandled, abandoned: open };
}

function toneOf(length: number, rate: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => 0.3 * Math.sin((2 * Math.PI * 200 * index) / rate));
}
