import { resample } from 'duologue/dsp';
import { createServer, type DuologueServer, type ServedModel, type ServerOptions } from 'duologue/server';
import { createFakeBrain, createFakeVoice, type FakeAnswer } from 'duologue/testing';
import {
  type BrainRequest,
  collectSpeech,
  createCatalogue,
  openEmbeddedVoices,
  type VoiceCatalogue,
} from 'duologue/voices';

/** By what has been said so far: a thought ahead of its time is not another answer. */
function answered({ turns }: BrainRequest): number {
  return turns.filter(({ type }) => type === 'agent' || type === 'tool-call').length;
}

/** A server on loopback with a brain whose answers are known, and the embedded voices. */
export async function startServer(
  voices: VoiceCatalogue,
  answers: readonly FakeAnswer[],
  options: Partial<ServerOptions> = {},
  model: Partial<ServedModel> = {},
): Promise<DuologueServer> {
  const brain = createFakeBrain({
    answers: (request) => answers[Math.min(answered(request), answers.length - 1)] ?? '',
    reads: false,
  });
  return createServer({
    port: 0,
    voices,
    firstVoices: ['flite/slt'],
    models: [{ id: 'fake', brain, ...model }],
    ...options,
  });
}

export const openVoices = (): Promise<VoiceCatalogue> => openEmbeddedVoices({ workers: 1 });

/** A voice that costs no time, for what does not depend on its sound. */
export function quickVoices(): VoiceCatalogue {
  const voice = createFakeVoice({ id: 'fake/quick' });
  return createCatalogue([
    {
      name: 'fake',
      voices: [voice],
      voice: () => voice,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
  ]);
}

/** Somebody speaks, at 24 kHz, with so many seconds of silence around it. */
export async function speech(
  voices: VoiceCatalogue,
  text: string,
  { before = 0.3, after = 0.5, voice = 'flite/rms' } = {},
): Promise<Float32Array> {
  const said = await collectSpeech(voices.find(voice), { text });
  const { samples } = resample(said.audio, 24_000);
  const sound = new Float32Array(Math.round((before + after) * 24_000) + samples.length);
  sound.set(samples, Math.round(before * 24_000));
  return sound;
}

/** Sends sound as a microphone does, in time, and silence after it, until it is stopped. */
export function microphone(send: (samples: Float32Array) => void): {
  say(sound: Float32Array): void;
  stop(): void;
} {
  const frames = 480;
  let waiting: Float32Array[] = [];
  let offset = 0;
  const started = performance.now();
  let sent = 0;
  const tick = (): void => {
    const due = Math.floor((performance.now() - started) / 20);
    while (sent < due) {
      sent += 1;
      const piece = new Float32Array(frames);
      const [first] = waiting;
      if (first !== undefined) {
        piece.set(first.subarray(offset, offset + frames));
        offset += frames;
        if (offset >= first.length) {
          waiting = waiting.slice(1);
          offset = 0;
        }
      }
      send(piece);
    }
  };
  const timer = setInterval(tick, 10);
  return {
    say: (sound) => void waiting.push(sound),
    stop: () => clearInterval(timer),
  };
}

export function pcmBytes(samples: Float32Array): ArrayBuffer {
  const values = Int16Array.from(samples, (sample) => Math.max(-32_768, Math.min(32_767, sample * 32_768)));
  return values.buffer;
}

/** Waits until something holds; fails with what it waited for. */
export async function until(holds: () => boolean, what: string, seconds = 10): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Waited ${seconds} s in vain for ${what}.`);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}
