import type { Voice } from '../../voices/index.ts';

/** For sessions that only want text: a voice that has said everything at once, and cannot be heard. */
export const textVoice: Voice = {
  id: 'duologue/text',
  name: 'Text',
  languages: ['mul'],
  sampleRate: 24_000,
  timed: false,
  async *speak() {
    // As short as a session takes note of.
    yield { type: 'audio-ready', audio: { samples: new Float32Array(960).fill(0.01), sampleRate: 24_000 } };
  },
};

/** The same voice, faster or slower. */
export function atSpeed(voice: Voice, speed: number): Voice {
  if (speed === 1) return voice;
  return {
    ...voice,
    speak: (request, options) =>
      voice.speak({ ...request, speed: Math.min(2, Math.max(0.5, (request.speed ?? 1) * speed)) }, options),
  };
}
