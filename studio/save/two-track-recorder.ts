/** Both tracks of a session, kept by the page alone: the user on the first channel, what was played on the second. */
export interface TwoTrackRecorder {
  /** Seconds that are kept. */
  readonly duration: number;
  /** Nothing more is kept: the session is longer than a page should hold. */
  readonly full: boolean;
  add(user: Float32Array, agent: Float32Array): void;
  /** A WAV file of everything so far. */
  save(): Blob;
}

const channels = 2;
const bytesEach = 2;
/** Seconds in one piece: a browser may lay finished pieces on disk. */
const pieceDuration = 10;

/** @param longest Seconds, default two hours: 691 MB at 24 kHz. */
export function createTwoTrackRecorder(rate: number, longest = 7200): TwoTrackRecorder {
  const pieceFrames = rate * pieceDuration;
  const mostFrames = Math.round(longest * rate);
  const pieces: Blob[] = [];
  let piece = new Int16Array(pieceFrames * channels);
  let filled = 0;
  let frames = 0;

  return {
    get duration() {
      return frames / rate;
    },
    get full() {
      return frames >= mostFrames;
    },
    add(user, agent) {
      const count = Math.min(Math.max(user.length, agent.length), mostFrames - frames);
      for (let frame = 0; frame < count; frame++) {
        piece[filled * channels] = toInt16(user[frame] ?? 0);
        piece[filled * channels + 1] = toInt16(agent[frame] ?? 0);
        filled += 1;
        if (filled < pieceFrames) continue;
        pieces.push(new Blob([piece]));
        piece = new Int16Array(pieceFrames * channels);
        filled = 0;
      }
      frames += count;
    },
    save: () =>
      new Blob([wavHeader(rate, frames), ...pieces, piece.slice(0, filled * channels)], {
        type: 'audio/wav',
      }),
  };
}

function toInt16(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
}

/** RIFF, 16 bits. Typed arrays are little-endian on every machine that runs a browser. */
function wavHeader(rate: number, frames: number): ArrayBuffer {
  const header = new DataView(new ArrayBuffer(44));
  const size = frames * channels * bytesEach;
  const name = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index++) header.setUint8(at + index, text.charCodeAt(index));
  };
  name(0, 'RIFF');
  header.setUint32(4, 36 + size, true);
  name(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, channels, true);
  header.setUint32(24, rate, true);
  header.setUint32(28, rate * channels * bytesEach, true);
  header.setUint16(32, channels * bytesEach, true);
  header.setUint16(34, bytesEach * 8, true);
  name(36, 'data');
  header.setUint32(40, size, true);
  return header.buffer;
}
