import {
  type AudioFormat,
  createAudioEncoder,
  createMemorySink,
  MediaError,
  type MemorySink,
  mediaType,
} from '../media/index.ts';
import type { Timeline } from '../timeline/index.ts';
import { checkPrepareOptions } from './check-options.ts';
import { GenerateError } from './generate-error.ts';
import { channelGains, resolveLayout } from './layouts.ts';
import type { EncodingOptions, PrepareOptions } from './options.ts';
import { type ConversationMetadata, prepareConversation } from './prepare-conversation.ts';
import { type ConversationOutput, writeConversation } from './write-conversation.ts';

export type GenerateOptions = Omit<PrepareOptions, 'sampleRate'> & {
  readonly output?: EncodingOptions & {
    /** Hz, 8,000 to 192,000. Default: the highest of the voices in use. */
    readonly sampleRate?: number;
    /** Also each speaker alone, in the same format. Default false. */
    readonly stems?: boolean;
  };
};

export type EncodedAudio = {
  readonly uint8Array: Uint8Array;
  /** Made when it is first read. */
  readonly base64: string;
  readonly mediaType: string;
};

export type GeneratedConversation = {
  readonly audio: EncodedAudio;
  /** With `output.stems`: each speaker alone. */
  readonly tracks?: readonly (EncodedAudio & { readonly speaker: string })[];
  readonly timeline: Timeline;
  readonly warnings: readonly string[];
  readonly metadata: ConversationMetadata;
};

/**
 * A script in, a conversation out, all in memory. For long ones, and for several files at once,
 * `prepareConversation` and `writeConversation` hold no more than a second of sound.
 */
export async function generateConversation(options: GenerateOptions): Promise<GeneratedConversation> {
  if (typeof options !== 'object' || options === null) {
    throw new GenerateError('Nothing is asked for: give at least a script.', { field: 'script' });
  }
  const { output = {}, ...preparing } = options;
  const { sampleRate, stems = false, format = 'wav', ...encoding } = output;
  const { script } = checkPrepareOptions({
    ...preparing,
    ...(sampleRate === undefined ? {} : { sampleRate }),
  });
  await checkEncoding(
    { format, ...encoding },
    script.speakers.map(({ id }) => id),
    sampleRate,
  );
  await using prepared = await prepareConversation({
    ...preparing,
    script,
    ...(sampleRate === undefined ? {} : { sampleRate }),
  });
  const sink = createMemorySink();
  const outputs: ConversationOutput[] = [{ ...encoding, format, sink }];
  const alone: { readonly speaker: string; readonly sink: MemorySink }[] = [];
  for (const { id } of stems ? prepared.timeline.speakers : []) {
    const stem = createMemorySink();
    alone.push({ speaker: id, sink: stem });
    outputs.push({ ...encoding, format, sink: stem, layout: { stem: id } });
  }
  const warnings = await writeConversation(prepared, outputs, preparing);
  return {
    audio: encodedAudio(sink.bytes(), format),
    ...(stems
      ? { tracks: alone.map((stem) => withSpeaker(encodedAudio(stem.sink.bytes(), format), stem.speaker)) }
      : {}),
    timeline: prepared.timeline,
    warnings: [...prepared.warnings, ...warnings],
    metadata: prepared.metadata,
  };
}

/** What cannot be encoded is refused before anything is rendered, by the encoder itself. */
export async function checkEncoding(
  { format = 'wav', layout, ...encoding }: EncodingOptions,
  speakers: readonly string[],
  sampleRate = 48_000,
): Promise<void> {
  const channels = channelGains(resolveLayout(layout, format, speakers), speakers).length;
  try {
    const encoder = await createAudioEncoder({
      format,
      channels,
      sampleRate,
      sink: createMemorySink(),
      ...encoding,
    });
    await encoder.abort();
  } catch (cause) {
    if (!(cause instanceof MediaError)) throw cause;
    throw new GenerateError(cause.message, { field: 'output', cause });
  }
}

function encodedAudio(uint8Array: Uint8Array, format: AudioFormat): EncodedAudio {
  let base64: string | undefined;
  return {
    uint8Array,
    get base64() {
      base64 ??= Buffer.from(uint8Array.buffer, uint8Array.byteOffset, uint8Array.byteLength).toString(
        'base64',
      );
      return base64;
    },
    mediaType: mediaType(format),
  };
}

/** Not by spreading, which would make the base64 at once. */
function withSpeaker(audio: EncodedAudio, speaker: string): EncodedAudio & { readonly speaker: string } {
  return {
    speaker,
    uint8Array: audio.uint8Array,
    mediaType: audio.mediaType,
    get base64() {
      return audio.base64;
    },
  };
}
