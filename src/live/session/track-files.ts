import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createAudioEncoder, openFileSink } from '../../media/index.ts';
import { printTimeline } from '../../timeline/index.ts';
import { earSampleRate } from '../heard-frame.ts';
import type { TrackRecorder } from '../session-options.ts';

/** Frames that are written at once: a second. */
const blockFrames = earSampleRate;
/** Blocks that may wait for a disk that is slower than speech. */
const mostWaiting = 60;

/**
 * Saves a session: `NAME.wav`, the user on its first channel and the agent, as the user heard it, on its second,
 * and `NAME.timeline.json`. Both appear under their names when the session has ended; a session that is broken off
 * leaves neither.
 */
export async function createTrackFiles(
  folder: string,
  name: string,
): Promise<TrackRecorder & { abort(): Promise<void> }> {
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
  let waiting = 0;

  const fail = (error: unknown): void => {
    failure ??= error instanceof Error ? error : new Error(String(error));
  };
  const write = (): void => {
    const block = [user.subarray(0, filled), agent.subarray(0, filled)];
    user = new Float32Array(blockFrames);
    agent = new Float32Array(blockFrames);
    filled = 0;
    waiting += 1;
    writing = writing
      .then(() => encoder.write(block))
      .catch(fail)
      .finally(() => {
        waiting -= 1;
      });
    if (waiting > mostWaiting) {
      fail(new Error(`${join(folder, name)} cannot be recorded: the disk is ${waiting} s behind.`));
    }
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
      try {
        if (failure !== undefined) throw failure;
        const text = await openFileSink(join(folder, `${name}.timeline.json`));
        try {
          await text.write(new TextEncoder().encode(printTimeline(timeline)), 0);
          await encoder.close();
          await text.close();
        } finally {
          await text.abort();
        }
      } catch (error) {
        await encoder.abort();
        throw error;
      }
    },
    async abort() {
      await writing;
      await encoder.abort();
    },
  };
}
