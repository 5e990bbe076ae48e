import { applyGain, fromDecibels } from '../../dsp/index.ts';
import { mixTracks } from '../../generate/index.ts';
import { createAudioEncoder, createMemorySink } from '../../media/index.ts';
import type { Conditioner } from '../conditions/conditions.ts';
import type { AudioObject } from '../record/types.ts';
import { sha256Of } from '../run/run-manifest.ts';
import type { Performance } from './performance.ts';
import { createTrackMeter, type MeasuredTrack } from './track-meter.ts';

/** LUFS that each speaker's speech is brought to before what their conditions make of it. */
export const trackLoudness = -26;

export type RenderTracksOptions = {
  readonly performance: Performance;
  /** Disposed when all is rendered. */
  readonly conditioner: Conditioner;
  readonly audioKey: string;
  /** None: the dry tracks are not kept. */
  readonly dryKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type RenderedFile = { readonly object: AudioObject; readonly bytes: Uint8Array };

export type RenderedTracks = {
  readonly audio: RenderedFile;
  readonly dry: RenderedFile | undefined;
  /** Of the audio, one for each track. */
  readonly measured: readonly MeasuredTrack[];
};

/** Mixes the tracks of a performance, and encodes them before and behind their conditions, in one pass. */
export async function renderTracks(options: RenderTracksOptions): Promise<RenderedTracks> {
  const { performance, conditioner, audioKey, dryKey, signal } = options;
  const { plan, sounds, speechLevels } = performance;
  const speakers = plan.timeline.speakers.map(({ id }) => id);
  const gains = speechLevels.map((level) =>
    Number.isFinite(level) ? fromDecibels(trackLoudness - level) : 1,
  );
  const audio = await openFlac(audioKey, sounds.sampleRate, speakers.length);
  const dry = dryKey === undefined ? undefined : await openFlac(dryKey, sounds.sampleRate, speakers.length);
  const meter = createTrackMeter(sounds.sampleRate, speakers.length);
  const write = async (tracks: readonly Float32Array[]): Promise<void> => {
    meter.push(tracks);
    await audio.write(tracks);
  };
  try {
    const source = { clips: plan.clips, speakers, duration: plan.timeline.duration, sounds };
    for await (const { tracks } of mixTracks(source, signal)) {
      for (const [index, track] of tracks.entries()) applyGain(track, gains[index] ?? 1);
      await dry?.write(tracks);
      await write(conditioner.process(tracks));
    }
    await write(conditioner.flush());
    return { audio: await audio.close(), dry: await dry?.close(), measured: meter.read() };
  } catch (error) {
    await audio.abort();
    await dry?.abort();
    throw error;
  } finally {
    conditioner[Symbol.dispose]();
  }
}

async function openFlac(key: string, sampleRate: number, channels: number) {
  const sink = createMemorySink();
  const encoder = await createAudioEncoder({ format: 'flac', sampleRate, channels, sink });
  let frames = 0;
  return {
    async write(block: readonly Float32Array[]): Promise<void> {
      const length = block[0]?.length ?? 0;
      if (length === 0) return;
      frames += length;
      await encoder.write(block);
    },
    async close(): Promise<RenderedFile> {
      await encoder.close();
      const bytes = sink.bytes();
      const sha256 = sha256Of(bytes);
      return {
        bytes,
        object: { key, sha256, bytes: bytes.byteLength, format: 'flac', sampleRate, channels, frames },
      };
    },
    abort: () => encoder.abort(),
  };
}
