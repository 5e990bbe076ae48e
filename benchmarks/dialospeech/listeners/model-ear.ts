import { loadModel } from '@duologue/dialospeech';
import { floats, output } from '../../../packages/dialospeech/src/model/engine.ts';
import { openOnnxEngine } from '../../../packages/dialospeech/src/model/onnx-engine.ts';
import { soundShape } from '../../../packages/dialospeech/src/model/shapes.ts';
import { logMel } from '../../../packages/dialospeech/src/sound/log-mel.ts';
import type { VoiceEar } from '../measures/similarity.ts';

/** The model's own speaker encoder, which its voices come from. */
export async function openModelEar(folder?: string): Promise<VoiceEar> {
  const { file, folder: found } = await loadModel(folder);
  const engine = await openOnnxEngine({ folder: found, networks: ['speaker'], threads: 1 });
  const { mel: shape } = soundShape(file);
  return {
    name: 'the model’s own speaker encoder',
    async vectorOf(samples) {
      const mel = logMel(samples, shape);
      const input = floats(mel, 1, mel.length / shape.bands, shape.bands);
      return output(await engine.run('speaker', { mel: input }), 'speaker', 'vector');
    },
  };
}
