import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createAudioEncoder, openFileSink } from '../../media/index.ts';
import { printTimeline, type Timeline } from '../../timeline/index.ts';
import { earSampleRate } from '../heard-frame.ts';
import type { TrackRecorder } from '../session-options.ts';

/** Frames that are written at once: a second. */
const blockFrames = earSampleRate;

/**
 * Saves a session: `NAME.wav`, the user on its first channel and the agent, as the user heard it, on its second,
 * and `NAME.timeline.json`. Both appear under their names when the session has ended; a session that is broken off
 * leaves neither.
 */
export async function createTrackFiles(folder: string, name: string): Promise<TrackRecorder> {
  await mkdir(folder, { recursive: true });
  const sink = await openFileSink(join(folder, `${name}.wav`));
  const encoder = await createAudioEncoder({
    sink,
    format: 'wav',
    sampleRate: earSampleRate,
    channels: 2,
  });
  let user = new Float32Array(blockFrames);
  let agent = new Float32Array(blockFrames);
  let filled = 0;
  let failure: Error | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = (): void => {
    const block = [user.subarray(0, filled), agent.subarray(0, filled)];
    user = new Float32Array(blockFrames);
    agent = new Float32Array(blockFrames);
    filled = 0;
    writing = writing
      .then(() => encoder.write(block))
      .catch((error: unknown) => {
        failure ??= error instanceof Error ? error : new Error(String(error));
      });
  };

  return {
    record(userFrame, agentFrame) {
      if (failure !== undefined) return;
      user.set(userFrame, filled);
      agent.set(agentFrame, filled);
      filled += userFrame.length;
      if (filled >= blockFrames) write();
    },
    async finish(timeline) {
      if (filled > 0) write();
      await writing;
      if (failure !== undefined) {
        await encoder.abort();
        throw failure;
      }
      await encoder.close();
      await writeTimeline(join(folder, `${name}.timeline.json`), timeline);
    },
  };
}

async function writeTimeline(path: string, timeline: Timeline): Promise<void> {
  const sink = await openFileSink(path);
  await sink.write(new TextEncoder().encode(printTimeline(timeline)), 0);
  await sink.close();
}
