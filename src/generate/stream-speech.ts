import { createResampler } from '../dsp/index.ts';
import { type AudioFormat, createAudioEncoder, createQueueSink, mediaType } from '../media/index.ts';
import type { SpeechPart, Voice } from '../voices/index.ts';
import { resolveCache } from './check-options.ts';
import { createDresser } from './dress-voice.ts';
import { streamSpeechNames } from './option-names.ts';
import { voiceFailure } from './render-sound.ts';
import { checkSpeechEncoding } from './speech-encoding.ts';
import {
  bitrateOf,
  checkSpeechOptions,
  findSpeaker,
  openSpeechLookup,
  type ResolvedSpeech,
  type SpeechOptions,
  speechRequest,
} from './speech-options.ts';

export type StreamedSpeech = {
  /** A file's bytes as the voice speaks. Cancel it and the request ends. */
  readonly audio: ReadableStream<Uint8Array>;
  readonly mediaType: string;
  readonly metadata: { readonly inputChars: number; readonly ttfbMs: number };
  /** Those raised before the first sound. */
  readonly warnings: readonly string[];
};

/** One utterance of one voice, heard while it is made. Resolves with the first sound. */
export async function streamSpeech(options: SpeechOptions): Promise<StreamedSpeech> {
  const startedAt = performance.now();
  const resolved = checkSpeechOptions(options, streamSpeechNames);
  const { format = 'wav' } = options.output ?? {};
  await checkSpeechEncoding(options.output ?? {});
  const controller = new AbortController();
  const stop = (): void => controller.abort(resolved.signal?.reason);
  resolved.signal?.addEventListener('abort', stop, { once: true });
  const finished = (): void => resolved.signal?.removeEventListener('abort', stop);
  const pieces = speakBytes(options, { ...resolved, signal: controller.signal }, format);
  const warnings: string[] = [];
  const first = await firstSound(pieces, warnings).catch((error: unknown) => {
    finished();
    throw error;
  });
  let next: Uint8Array | undefined = first;
  return {
    audio: new ReadableStream<Uint8Array>({
      async pull(stream) {
        try {
          next ??= await nextBytes(pieces);
          if (next === undefined) {
            finished();
            stream.close();
          } else {
            stream.enqueue(next);
          }
          next = undefined;
        } catch (error) {
          finished();
          stream.error(error);
        }
      },
      async cancel(reason) {
        finished();
        controller.abort(reason);
        await pieces.return(undefined).catch(() => {});
      },
    }),
    mediaType: mediaType(format),
    metadata: { inputChars: options.text.length, ttfbMs: performance.now() - startedAt },
    warnings,
  };
}

type Piece = { readonly bytes: Uint8Array } | { readonly warning: string };

async function* speakBytes(
  options: SpeechOptions,
  resolved: ResolvedSpeech,
  format: AudioFormat,
): AsyncGenerator<Piece, void, undefined> {
  await using lookup = openSpeechLookup(options, resolved);
  const dress = createDresser({
    ...resolved,
    cache: resolveCache(options.cache ?? false),
    aligner: undefined,
  });
  const voice = dress(await findSpeaker(lookup, resolved));
  const { sampleRate = voice.sampleRate, ...encoding } = options.output ?? {};
  const sink = createQueueSink();
  const taken = function* (): Generator<Piece> {
    for (const bytes of sink.take()) yield { bytes };
  };
  const encoder = await createAudioEncoder({
    ...encoding,
    ...bitrateOf(options.output ?? {}),
    format,
    channels: 1,
    sampleRate,
    sink,
    immediate: true,
  });
  const resampler = createResampler({ from: voice.sampleRate, to: sampleRate });
  try {
    for await (const part of speakParts(voice, options, resolved.signal)) {
      if (part.type === 'warning-raised') yield { warning: part.message };
      if (part.type !== 'audio-ready') continue;
      await encoder.write([resampler.push(part.audio.samples)]);
      yield* taken();
    }
    await encoder.write([resampler.flush()]);
    await encoder.close();
    yield* taken();
  } finally {
    await encoder.abort();
  }
}

async function* speakParts(
  voice: Voice,
  options: SpeechOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPart> {
  const { request, warnings } = speechRequest(options, voice);
  for (const message of warnings) yield { type: 'warning-raised', message };
  try {
    yield* voice.speak({ ...request, eager: true }, signal === undefined ? {} : { signal });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw voiceFailure(`${voice.id} could not say it`, {}, cause);
  }
}

/** What comes before it are warnings. */
async function firstSound(
  pieces: AsyncGenerator<Piece, void, undefined>,
  warnings: string[],
): Promise<Uint8Array | undefined> {
  for (;;) {
    const { value } = await pieces.next();
    if (value === undefined) return undefined;
    if ('bytes' in value) return value.bytes;
    warnings.push(value.warning);
  }
}

async function nextBytes(pieces: AsyncGenerator<Piece, void, undefined>): Promise<Uint8Array | undefined> {
  return firstSound(pieces, []);
}
