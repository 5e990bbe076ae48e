import { createLimiter, fromDecibels, measureLoudness, resample } from '../dsp/index.ts';
import { encodeAudio } from '../media/index.ts';
import { collectSpeech, createEmbeddedAligner, type Speech, type Voice } from '../voices/index.ts';
import { resolveCache } from './check-options.ts';
import { createDresser } from './dress-voice.ts';
import { type EncodedAudio, encodedAudio } from './encoded-audio.ts';
import { GenerateError } from './generate-error.ts';
import { generateSpeechNames } from './option-names.ts';
import { voiceFailure } from './render-sound.ts';
import { checkSpeechEncoding } from './speech-encoding.ts';
import {
  bitrateOf,
  checkSpeechOptions,
  findSpeaker,
  openSpeechLookup,
  type SpeechOptions,
  speechRequest,
} from './speech-options.ts';
import type { WordTimestamp } from './timestamps.ts';

export type GenerateSpeechOptions = SpeechOptions & {
  /** Also `timestamps`. Default false. */
  readonly timestamps?: boolean;
  /** Brings the speech to so many LUFS, -70 to -5, with peaks limited to -1 dBTP. Default: left as the voice made it. */
  readonly volumeDbfs?: number;
};

export type GeneratedSpeech = {
  readonly audio: EncodedAudio;
  readonly timestamps?: readonly WordTimestamp[];
  readonly warnings: readonly string[];
  readonly metadata: SpeechMetadata;
  /** What the vendor said beside the sound. */
  readonly providerMetadata?: Readonly<Record<string, unknown>>;
};

/** Milliseconds, as the callers of speech SDKs expect. */
export type SpeechMetadata = {
  readonly latencyMs: number;
  readonly inputChars: number;
  readonly audioDurationMs: number;
  readonly ttfbMs?: number;
  readonly requestIds: readonly string[];
};

/** One utterance of one voice, as a file in memory. */
export async function generateSpeech(options: GenerateSpeechOptions): Promise<GeneratedSpeech> {
  const startedAt = performance.now();
  const resolved = checkSpeechOptions(options, generateSpeechNames);
  const { volumeDbfs, timestamps = false, output = {}, text } = options;
  if (volumeDbfs !== undefined && !(volumeDbfs >= -70 && volumeDbfs <= -5)) {
    throw new GenerateError(`volumeDbfs is ${volumeDbfs}: give a number from -70 to -5`, {
      field: 'volumeDbfs',
    });
  }
  await checkSpeechEncoding(output);
  await using embedded = createEmbeddedAligner();
  const dress = createDresser({
    pronunciations: resolved.pronunciations,
    cache: resolveCache(options.cache ?? false),
    aligner: timestamps ? embedded : undefined,
  });
  await using lookup = openSpeechLookup(options, resolved);
  const speech = await speak(dress(await findSpeaker(lookup, resolved)), options, resolved.signal);
  const { sampleRate = speech.audio.sampleRate, format = 'wav', ...encoding } = output;
  const samples = levelled(atRate(speech, sampleRate), sampleRate, volumeDbfs);
  const bytes = await encodeAudio(
    { channels: [samples], sampleRate },
    { ...encoding, ...bitrateOf(output), format },
  );
  const { answers = [] } = speech;
  const [first] = answers;
  const told = answers.find(({ metadata }) => metadata !== undefined)?.metadata;
  return {
    audio: encodedAudio(bytes, format),
    ...(timestamps
      ? { timestamps: speech.words.map(({ text: word, start, end }) => ({ text: word, start, end })) }
      : {}),
    warnings: speech.warnings,
    metadata: {
      latencyMs: performance.now() - startedAt,
      inputChars: text.length,
      audioDurationMs: (1000 * samples.length) / sampleRate,
      ...(first === undefined ? {} : { ttfbMs: 1000 * first.timeToFirstByte }),
      requestIds: answers.flatMap(({ requestId }) => (requestId === undefined ? [] : [requestId])),
    },
    ...(told === undefined ? {} : { providerMetadata: told }),
  };
}

async function speak(voice: Voice, options: SpeechOptions, signal: AbortSignal | undefined): Promise<Speech> {
  const { request, warnings } = speechRequest(options, voice);
  try {
    const speech = await collectSpeech(voice, request, signal === undefined ? {} : { signal });
    return { ...speech, warnings: [...warnings, ...speech.warnings] };
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw voiceFailure(`${voice.id} could not say it`, {}, cause);
  }
}

function atRate({ audio }: Speech, sampleRate: number): Float32Array {
  return audio.sampleRate === sampleRate || audio.samples.length === 0
    ? audio.samples
    : resample(audio, sampleRate).samples;
}

function levelled(samples: Float32Array, sampleRate: number, target: number | undefined): Float32Array {
  if (target === undefined || samples.length === 0) return samples;
  const { integrated } = measureLoudness({ channels: [samples], sampleRate });
  if (!Number.isFinite(integrated)) return samples;
  const gain = fromDecibels(target - integrated);
  const limiter = createLimiter({ sampleRate, channels: 1, ceiling: -1 });
  const [body = new Float32Array(0)] = limiter.push([samples.map((sample) => sample * gain)]);
  const [tail = new Float32Array(0)] = limiter.flush();
  const limited = new Float32Array(body.length + tail.length);
  limited.set(body);
  limited.set(tail, body.length);
  return limited;
}
