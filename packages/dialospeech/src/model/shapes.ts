import type { LanguageShape } from '../language/decoder.ts';
import { firstBackchannel } from '../language/pointers.ts';
import type { SoundShape } from '../sound/track.ts';
import type { ModelFile } from './model-file.ts';

export function languageShape({ dialm, text, tokens }: ModelFile): LanguageShape {
  return {
    layers: dialm.cacheLayers,
    window: dialm.window,
    width: dialm.width,
    textWidth: text.width,
    surroundings: { before: text.before, after: text.after },
    tokens,
    backchannels: dialm.actions - firstBackchannel,
  };
}

export function soundShape({ sampleRate, hop, mel, flow, vocoder, tokens }: ModelFile): SoundShape {
  return {
    mel: { sampleRate, hop, ...mel },
    flow: {
      bands: mel.bands,
      history: flow.history,
      steps: flow.steps,
      times: flow.times,
      guidance: flow.guidance,
    },
    vocoder: { size: vocoder.fft, before: vocoder.before, after: vocoder.after },
    silence: tokens.silence,
  };
}
