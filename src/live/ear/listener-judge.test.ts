import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resample } from '../../dsp/index.ts';
import { collectSpeech, openEmbeddedVoices, type VoiceCatalogue } from '../../voices/index.ts';
import { earSampleRate, frameLength } from '../heard-frame.ts';
import { createEar } from './create-ear.ts';
import { listenerWeights } from './listener-weights.ts';
import { createRecurrent } from './recurrent.ts';

describe('knowing a listener by sound', () => {
  test('a listener’s words are told from what wants the floor, in voices that nothing was fitted to', async () => {
    await using voices = await openEmbeddedVoices({ workers: 1 });
    const heard = async (texts: readonly string[]): Promise<number> => {
      let sum = 0;
      for (const text of texts) sum += await heardAtEnd(voices, text);
      return sum / texts.length;
    };
    const listened = await heard(['Mm-hm.', 'Yeah, okay.', 'Right, yeah.', 'Uh-huh, sure.']);
    const spoken = await heard([
      'No, I asked for the other one.',
      'How much is it to the coast?',
      'Can you tell me that again please?',
      'But the shop is closed on Mondays.',
    ]);
    expect(listened).toBeGreaterThan(spoken + 0.3);
  });

  test('what the agent is not speaking for is judged the same as soon as it speaks', async () => {
    await using voices = await openEmbeddedVoices({ workers: 1 });
    const { audio } = await collectSpeech(voices.find('flite/kal16'), {
      text: 'Yeah, right. Okay. No, wait, that is not the one. Mm-hm.',
      seed: 'gated',
    });
    const { samples } = resample(audio, earSampleRate);
    const always = await createEar({ echoCancellation: 'off' });
    const gated = await createEar({ echoCancellation: 'off' });
    let [judged, left] = [0, 0];
    for (let frame = 0; (frame + 1) * frameLength <= samples.length; frame++) {
      const heard = samples.subarray(frame * frameLength, (frame + 1) * frameLength);
      // The agent speaks for .4 s of each 1.04 s, so it begins in the middle of words.
      const overAgent = frame % 52 >= 32;
      const { listening, ...whole } = always.hear(heard).frame;
      const { listening: told, ...same } = gated.hear(heard, undefined, 0, overAgent).frame;
      expect(same).toEqual(whole);
      expect(told).toBe(overAgent ? listening : undefined);
      if (told !== undefined) judged++;
      else if (listening !== undefined) left++;
    }
    always.close();
    gated.close();
    expect(judged).toBeGreaterThan(30);
    expect(left).toBeGreaterThan(30);
  });

  test('forgets who spoke before, and stays within 0 and 1 whatever it hears', () => {
    const frame = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
      minLength: listenerWeights.inputs,
      maxLength: listenerWeights.inputs,
    });
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 12 }), fc.array(frame), (frames, before) => {
        const fresh = createRecurrent(listenerWeights);
        const used = createRecurrent(listenerWeights);
        for (const each of before) used.hear(Float64Array.from(each));
        used.restart();
        for (const each of frames) {
          fresh.hear(Float64Array.from(each));
          used.hear(Float64Array.from(each));
        }
        expect(used.probability).toBe(fresh.probability);
        expect(fresh.probability).toBeGreaterThanOrEqual(0);
        expect(fresh.probability).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });
});

/** How surely it is taken for a listener's when all of it has been said. */
async function heardAtEnd(voices: VoiceCatalogue, text: string): Promise<number> {
  const { audio } = await collectSpeech(voices.find('flite/kal16'), { text, seed: 'listener' });
  const { samples } = resample(audio, earSampleRate);
  const ear = await createEar({ echoCancellation: 'off' });
  let last = 0.5;
  for (let at = 0; at + frameLength <= samples.length; at += frameLength) {
    last = ear.hear(samples.subarray(at, at + frameLength)).frame.listening ?? last;
  }
  ear.close();
  return last;
}
