import { frameDuration } from '../heard-frame.ts';
import type { EchoMoves } from './echo-detector.ts';

/** Frames by which an echo may have moved, at most, and how many of them are forgotten with each frame. */
const farthest = 24;
const forgotten = 0.08;
/** Frames of them from which more is forgotten, so that the most are in some three seconds. */
const many = 6;
/** Frames by which an echo may have moved that a filter has lost from one frame to the next, whyever. */
const strayed = { earlier: 6, later: 16 };
/** Frames without playback after which a client's sound is late no more, and no echo of it is still to come. */
const restart = 25;
/** Frames after which what was played has come back, at the longest delay and through the whole filter. */
const idleFrames = 109;

/** How far an echo may have moved since it was found, because sound came late and a client ran dry. */
export interface EchoMoveMeter extends EchoMoves {
  /** Playback begins in this frame, and no echo of what was played before is on its way. */
  readonly begins: boolean;
  /** Something that was played can still be on its way. */
  readonly comesBack: boolean;
  /**
   * `late`: seconds by which the frame came later than it was due. `lost`: a filter has lost the echo, and not found it
   * yet; `sought`: nothing is like what was played where the echo was, which is so while somebody speaks over it too.
   */
  hear(played: Float32Array | undefined, late: number, lost: boolean, sought?: boolean): void;
}

export function createEchoMoves(): EchoMoveMeter {
  let idle = idleFrames;
  const moves = {
    earlier: 0,
    later: 0,
    grown: 0,
    sought: false,
    begins: false,
    comesBack: false,
    hear(played: Float32Array | undefined, late: number, lost: boolean, sought = lost): void {
      moves.grown += late / frameDuration;
      moves.later = Math.min(farthest, forget(moves.later) + late / frameDuration);
      moves.earlier = forget(moves.earlier);
      moves.sought = lost || sought;
      if (lost) {
        moves.later = Math.max(moves.later, strayed.later);
        moves.earlier = Math.max(moves.earlier, strayed.earlier);
      }
      const sounds = played !== undefined && played.some((sample) => sample !== 0);
      moves.begins = sounds && idle > restart;
      if (moves.begins) {
        // What came later since playback began may come earlier when it begins anew.
        moves.earlier = Math.min(farthest, moves.grown);
        moves.later = 0;
        moves.grown = 0;
      }
      idle = sounds ? 0 : idle + 1;
      moves.comesBack = idle <= idleFrames;
    },
  };
  return moves;
}

function forget(frames: number): number {
  return Math.max(0, frames - forgotten * Math.max(1, frames / many));
}
