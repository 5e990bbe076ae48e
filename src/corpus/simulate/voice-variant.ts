import type { SpeechRequest, Voice, VoiceCatalogue } from '../../voices/index.ts';

/** Somebody else made of a voice, as a record names them: `flite/rms@1.04x0.95`. */
export type VoiceVariant = {
  /** The voice's own id. */
  readonly voice: string;
  /** How many times higher throat and pitch are, .9 to 1.1; the words keep their length. */
  readonly scale: number;
  /** How many times faster they speak. */
  readonly speed: number;
};

export function printVariant({ voice, scale, speed }: VoiceVariant): string {
  return scale === 1 && speed === 1 ? voice : `${voice}@${scale.toFixed(2)}x${speed.toFixed(2)}`;
}

/** A voice's id as it is, where it names no variant. */
export function parseVariant(id: string): VoiceVariant {
  const [, voice = id, scale = '1', speed = '1'] = /^(.+)@(\d\.\d\d)x(\d\.\d\d)$/.exec(id) ?? [];
  return { voice, scale: Number(scale), speed: Number(speed) };
}

/** The slowest and fastest that voices speak. */
const speeds = [0.5, 2] as const;

/**
 * The voice with another throat: its sound is played faster or slower, of which it speaks as much slower or faster, so
 * that pitch and formants move together and the pace stays.
 */
function withVariant(voice: Voice, variant: VoiceVariant): Voice {
  const { scale, speed } = variant;
  if (scale === 1 && speed === 1) return voice;
  const { dialogue: _, ...alone } = voice;
  return {
    ...alone,
    id: printVariant(variant),
    sampleRate: voice.sampleRate * scale,
    ...(voice.throat === undefined
      ? {}
      : { throat: { pitch: voice.throat.pitch * scale, tract: voice.throat.tract / scale } }),
    async *speak(request, options) {
      for await (const part of voice.speak(paced(request, speed / scale), options)) {
        if (part.type === 'audio-ready') {
          const { samples, sampleRate } = part.audio;
          yield { type: 'audio-ready', audio: { samples, sampleRate: sampleRate * scale } };
        } else if (part.type === 'word-timed') {
          const { word } = part;
          yield { type: 'word-timed', word: { ...word, start: word.start / scale, end: word.end / scale } };
        } else {
          yield part;
        }
      }
    },
  };
}

function paced(request: SpeechRequest, factor: number): SpeechRequest {
  return { ...request, speed: Math.min(speeds[1], Math.max(speeds[0], (request.speed ?? 1) * factor)) };
}

/** The embedded voice or variant of that name. */
export function findVariant(catalogue: VoiceCatalogue, id: string): Voice {
  const variant = parseVariant(id);
  return withVariant(catalogue.find(variant.voice), variant);
}
