// An agent is asked something, hears an "mm-hm" that changes nothing, is interrupted and stops. The user is a voice
// too, so that it can be run anywhere; a real one is a microphone. Writes out/live/talk.wav, the user on the left
// and the agent, as the user heard it, on the right, and the timeline.
import { createInterviewer } from 'duologue/brains';
import { createLivePolicy, createLiveSession, createTrackFiles } from 'duologue/live';
import { transcript } from 'duologue/timeline';
import { collectSpeech, openEmbeddedVoices } from 'duologue/voices';

await using voices = await openEmbeddedVoices();
const agent = voices.find('flite/slt');
const user = voices.find('flite/rms');

const started = performance.now();
const session = await createLiveSession({
  brain: createInterviewer({ seed: 'example' }),
  voices: [agent],
  policy: createLivePolicy({}, 'interviewer'),
  opens: true,
  recorder: await createTrackFiles('out/live', 'talk'),
  send(output) {
    if (output.type !== 'notice-told') return; // `audio-ready` goes to the loudspeaker.
    const seconds = ((performance.now() - started) / 1000).toFixed(2);
    console.log(seconds.padStart(6), output.notice.type);
  },
});

/** Sound comes 20 ms at a time, as from a microphone: also while nobody speaks. */
async function microphone(sound: Float32Array, sampleRate: number): Promise<void> {
  const frame = sampleRate / 50;
  for (let start = 0; start < sound.length; start += frame) {
    session.hear(sound.subarray(start, start + frame), sampleRate);
    await new Promise((resolve) => setTimeout(resolve, 19));
  }
}

async function say(text: string): Promise<void> {
  const { audio } = await collectSpeech(user, { text });
  await microphone(audio.samples, audio.sampleRate);
}

const silence = (seconds: number): Promise<void> => microphone(new Float32Array(seconds * 16_000), 16_000);

await silence(2);
await say('Mm-hm.');
await silence(2);
await say('Wait, before you ask: I grew up by the sea.');
await silence(3);
await session[Symbol.asyncDispose]();
console.log(transcript(session.timeline()));
