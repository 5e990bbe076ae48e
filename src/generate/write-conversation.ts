import { createLimiter, peakAmplitude } from '../dsp/index.ts';
import {
  type AudioFormat,
  type ByteSink,
  createAudioEncoder,
  encodedSize,
  formatFromPath,
  openFileSink,
} from '../media/index.ts';
import { channelGains, loudnessLayout, resolveLayout } from './layouts.ts';
import { clippingWarnings, type LayoutLevels, limiterCeiling, measureLevels } from './levels.ts';
import { createChannelMixer, type MixSource, readBlocks, type SoundBlock } from './mix-tracks.ts';
import type { EncodingOptions, GenerateProgress, Layout } from './options.ts';
import type { PreparedConversation } from './prepare-conversation.ts';

export type ConversationOutput = EncodingOptions &
  /** A file, whose extension is the format's default, or a sink, which is closed or aborted. */
  ({ readonly path: string } | { readonly sink: ByteSink });

export type WriteOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: GenerateProgress) => void;
};

/** What all outputs of a conversation are mixed from. */
export function mixSource(prepared: PreparedConversation): MixSource {
  return {
    clips: prepared.plan.clips,
    speakers: prepared.timeline.speakers.map(({ id }) => id),
    duration: prepared.timeline.duration,
    sounds: prepared.sounds,
  };
}

/**
 * Mixes and encodes all outputs in one pass. A file appears under its name when it is whole; when anything
 * fails or `signal` aborts, none does.
 */
export async function writeConversation(
  prepared: PreparedConversation,
  outputs: readonly ConversationOutput[],
  { signal, onProgress }: WriteOptions = {},
): Promise<readonly string[]> {
  const source = mixSource(prepared);
  const planned = outputs.map((output) => planOutput(output, source.speakers));
  const levels = await levelsFor(prepared, source, planned, {
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });
  const writers: Writer[] = [];
  try {
    for (const output of planned) writers.push(await openWriter(output, prepared, levels));
    const { sampleRate } = prepared.sounds;
    for await (const block of readBlocks(source, signal)) {
      for (const writer of writers) await writer.write(block);
      const done = (block.at + block.frames) / sampleRate;
      onProgress?.({ type: 'audio-written', done, duration: source.duration });
    }
    for (const writer of writers) await writer.finish();
    signal?.throwIfAborted();
    for (const writer of writers) await writer.close();
  } catch (error) {
    await Promise.all(writers.map((writer) => writer.abort()));
    throw error;
  }
  return writers.flatMap((writer) => writer.warnings());
}

type PlannedOutput = {
  readonly target: string | ByteSink;
  readonly format: AudioFormat;
  readonly layout: Layout;
  readonly encoding: Pick<EncodingOptions, 'bitDepth' | 'bitrate'>;
};

function planOutput(output: ConversationOutput, speakers: readonly string[]): PlannedOutput {
  const { format, layout, bitDepth, bitrate } = output;
  const target = 'path' in output ? output.path : output.sink;
  const resolved = format ?? (typeof target === 'string' ? formatFromPath(target) : 'wav');
  return {
    target,
    format: resolved,
    layout: resolveLayout(layout, resolved, speakers),
    encoding: {
      ...(bitDepth === undefined ? {} : { bitDepth }),
      ...(bitrate === undefined ? {} : { bitrate }),
    },
  };
}

async function levelsFor(
  prepared: PreparedConversation,
  source: MixSource,
  outputs: readonly PlannedOutput[],
  { signal, onProgress }: WriteOptions,
): Promise<LayoutLevels> {
  if (prepared.loudness.levels === 'keep') {
    return {};
  }
  const { sampleRate } = prepared.sounds;
  let done = 0;
  return measureLevels(source, {
    target: prepared.loudness.target,
    truePeak: limiterCeiling(prepared.loudness, sampleRate),
    speech: prepared.speechLevels,
    layouts: [...new Set(outputs.map(({ layout }) => loudnessLayout(layout)))],
    signal,
    onMeasured: (frames) => {
      done = Math.max(done, frames / sampleRate);
      onProgress?.({ type: 'audio-measured', done, duration: source.duration });
    },
  });
}

/** One output on its way: gains, limiter, encoder. */
type Writer = {
  readonly write: (block: SoundBlock) => Promise<void>;
  readonly finish: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly abort: () => Promise<void>;
  readonly warnings: () => readonly string[];
};

async function openWriter(
  output: PlannedOutput,
  prepared: PreparedConversation,
  levels: LayoutLevels,
): Promise<Writer> {
  const speakers = prepared.timeline.speakers.map(({ id }) => id);
  const { sampleRate } = prepared.sounds;
  const level = levels[loudnessLayout(output.layout)];
  const gains = channelGains(output.layout, speakers).map((row) =>
    row.map((gain, index) => gain * (level?.speakers[index] ?? 1) * (level?.programme ?? 1)),
  );
  const keep = prepared.loudness.levels === 'keep';
  const limiter = keep
    ? undefined
    : createLimiter({
        sampleRate,
        channels: gains.length,
        ceiling: limiterCeiling(prepared.loudness, sampleRate),
      });
  const sink = typeof output.target === 'string' ? await openFileSink(output.target) : output.target;
  const frames = Math.max(1, Math.round(prepared.timeline.duration * sampleRate));
  sink.reserve?.(encodedSize({ ...output.encoding, format: output.format, frames, channels: gains.length }));
  const encoder = await createAudioEncoder({
    format: output.format,
    sampleRate,
    channels: gains.length,
    sink: keepOpen(sink),
    largeFile: prepared.timeline.duration * sampleRate * gains.length * 4 > 2 ** 32,
    ...output.encoding,
  });
  const mix = createChannelMixer(gains);
  // The encoder is done with them when its write resolves.
  let rooms: readonly Float32Array[] = [];
  let peak = 0;
  return {
    async write(sounds) {
      const block = mix(sounds);
      if (limiter === undefined) {
        for (const channel of block) peak = Math.max(peak, peakAmplitude(channel));
        await encoder.write(block);
        return;
      }
      if ((rooms[0]?.length ?? 0) < sounds.frames)
        rooms = block.map((channel) => new Float32Array(channel.length));
      await encoder.write(limiter.push(block, rooms));
    },
    finish: async () => {
      if (limiter !== undefined) await encoder.write(limiter.flush());
      await encoder.close();
    },
    close: () => sink.close(),
    abort: async () => {
      await encoder.abort();
      await sink.abort();
    },
    warnings: () => clippingWarnings(peak),
  };
}

/** The last bytes may be what no longer fits on a disk: no file gets its name before all have all of theirs. */
function keepOpen(sink: ByteSink): ByteSink {
  return {
    seekable: sink.seekable,
    write: (bytes, position) => sink.write(bytes, position),
    close: async () => {},
    abort: () => sink.abort(),
  };
}
