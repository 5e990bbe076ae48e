import type { Engine } from '../model/engine.ts';
import { createTrack, type SoundShape, type Track, type TrackOptions } from '../sound/track.ts';

/** What the thread of sound is asked. Tracks have numbers that the asker gives. */
export type SoundTask =
  | { readonly type: 'open'; readonly id: number; readonly track: TrackOptions }
  | {
      readonly type: 'render';
      readonly id: number;
      readonly tokens: readonly number[];
      readonly ahead: readonly number[];
    }
  | { readonly type: 'close'; readonly id: number };

export type SoundResult = { readonly samples: Float32Array };

export type SoundTasks = (task: SoundTask) => Promise<SoundResult>;

/** Renders any number of tracks, each block by block. */
export function createSoundTasks(engine: Engine, shape: SoundShape): SoundTasks {
  const tracks = new Map<number, Track>();
  return async (task) => {
    if (task.type === 'open') tracks.set(task.id, createTrack(engine, shape, task.track));
    else if (task.type === 'close') tracks.delete(task.id);
    else {
      const track = tracks.get(task.id);
      if (track === undefined) throw new Error('The thread of sound was lost: ask again.');
      return { samples: await track.render(task.tokens, task.ahead) };
    }
    return { samples: new Float32Array(0) };
  };
}
