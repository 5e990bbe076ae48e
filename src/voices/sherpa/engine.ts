import type { EngineReply, EngineSetup, EngineTask } from './engine-protocol.ts';
import { loadSherpa, type SherpaRecogniser, type SherpaVoice } from './load-sherpa.ts';

/**
 * The whole of an engine's process. sherpa-onnx runs in one of its own because it ends the process that it is in when
 * a model is not to its liking, and because nothing but the end of a process stops it in the middle of a sentence.
 */
type Engine = (task: EngineTask) => Promise<EngineReply>;

let engine: Promise<Engine> | undefined;

process.on('message', (message: EngineSetup | EngineTask) => {
  if (message.type === 'voice' || message.type === 'recogniser') {
    engine = open(message);
    // Told to whoever gives the first task.
    engine.catch(() => {});
  } else {
    void answer(message).then((reply) => process.send?.(reply));
  }
});
// Whoever asked is gone. `exit` would first wait for the sentence that is being made.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function open(setup: EngineSetup): Promise<Engine> {
  const sherpa = await loadSherpa();
  if (setup.type === 'voice') {
    const voice = await sherpa.OfflineTts.createAsync(setup.config);
    return async (task) => speak(voice, task);
  }
  const recogniser = await sherpa.OfflineRecognizer.createAsync(setup.config);
  return async (task) => transcribe(recogniser, task);
}

async function answer(task: EngineTask): Promise<EngineReply> {
  try {
    if (engine === undefined) throw new Error('The engine was given no model.');
    return await (await engine)(task);
  } catch (error) {
    return { type: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

async function speak(voice: SherpaVoice, task: EngineTask): Promise<EngineReply> {
  if (task.type !== 'speak') throw new Error('This engine speaks.');
  const { text, speaker: sid, speed, reading } = task;
  const extra = reading === undefined ? {} : { extra: { lang: reading } };
  const generationConfig = { sid, speed, silenceScale: 0.2, ...extra };
  try {
    const audio = await voice.generateAsync({
      text,
      sid,
      speed,
      enableExternalBuffer: false,
      generationConfig,
    });
    return { type: 'spoken', samples: inRange(audio.samples), sampleRate: audio.sampleRate };
  } catch (error) {
    // The addon has no other word for a text of which it knows no letter.
    if (!(error instanceof Error) || !error.message.includes('produced no audio')) throw error;
    return { type: 'spoken', samples: new Float32Array(0), sampleRate: 0 };
  }
}

/** A network may go over the top, and a broken one beyond numbers. */
function inRange(samples: Float32Array): Float32Array {
  return samples.map((sample) => (Number.isFinite(sample) ? Math.min(1, Math.max(-1, sample)) : 0));
}

async function transcribe(recogniser: SherpaRecogniser, task: EngineTask): Promise<EngineReply> {
  if (task.type !== 'transcribe') throw new Error('This engine listens.');
  const stream = recogniser.createStream();
  stream.acceptWaveform({ samples: task.samples, sampleRate: task.sampleRate });
  return { type: 'transcribed', result: await recogniser.decodeAsync(stream) };
}
