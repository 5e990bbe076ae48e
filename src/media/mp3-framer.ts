import { createByteQueue } from './byte-queue.ts';
import { MediaError } from './media-error.ts';
import {
  type Mp3FrameHeader,
  type Mp3Info,
  readFrameHeader,
  readInfoFrame,
  sameStream,
} from './mp3-frame.ts';
import { id3Size } from './sniff-audio.ts';

export type Mp3Item = {
  readonly header: Mp3FrameHeader;
  /** The whole frame; a copy. */
  readonly bytes: Uint8Array;
  /** Only of the first frame, where it holds no sound but tells of the rest. */
  readonly info: Mp3Info | undefined;
};

/** Finds whole MPEG frames between tags and rubbish. */
export interface Mp3Framer {
  /** Bytes read so far. */
  readonly position: number;
  push(bytes: Uint8Array): Mp3Item[];
  /** `leftover` counts the bytes of a frame that has no end. */
  finish(): { readonly items: Mp3Item[]; readonly leftover: number };
}

type Decision = { readonly drop: number; readonly isTag: boolean } | { readonly take: Mp3FrameHeader };

export function createMp3Framer(): Mp3Framer {
  const queue = createByteQueue();
  let first: Mp3FrameHeader | undefined;
  /** Whether the last frame ended where the queue begins. */
  let synced = false;
  let toDrop = 0;
  let leftover = 0;

  /** What to do with the next bytes, or undefined when more are needed to tell. */
  const decide = (ended: boolean): Decision | undefined => {
    if (queue.length < 4) return undefined;
    const start = queue.peek(10);
    const tag = tagSize(start);
    if (tag !== undefined) return { drop: tag, isTag: true };
    if (start.length < 10 && !ended) return undefined;
    const header = readFrameHeader(start);
    if (header === undefined) return { drop: toCandidate(queue.peek(queue.length)), isTag: false };
    const fits = first === undefined || sameStream(first, header);
    if (synced && fits) {
      if (queue.length >= header.size) return { take: header };
      leftover = ended ? queue.length : 0;
      return undefined;
    }
    // Out of step: four bytes may look like a header by chance, two headers a frame apart do not.
    if (queue.length < header.size + 4 && !ended) return undefined;
    if (queue.length === header.size && fits) return { take: header };
    const following = readFrameHeader(queue.peek(4, header.size));
    if (following === undefined || !sameStream(header, following)) return { drop: 1, isTag: false };
    if (first !== undefined && !fits) throw changed(first, header, queue.position);
    return { take: header };
  };

  const run = (ended: boolean): Mp3Item[] => {
    const items: Mp3Item[] = [];
    for (;;) {
      const step = Math.min(toDrop, queue.length);
      queue.skip(step);
      toDrop -= step;
      const decision = toDrop > 0 ? undefined : decide(ended);
      if (decision === undefined) return items;
      if ('drop' in decision) {
        toDrop = decision.drop;
        synced &&= decision.isTag;
        continue;
      }
      const bytes = queue.take(decision.take.size).slice();
      const info = first === undefined ? readInfoFrame(bytes, decision.take) : undefined;
      first ??= decision.take;
      synced = true;
      items.push({ header: decision.take, bytes, info });
    }
  };

  return {
    get position() {
      return queue.position + queue.length;
    },
    push(bytes) {
      queue.append(bytes);
      return run(false);
    },
    finish() {
      const items = run(true);
      return { items, leftover };
    },
  };
}

/** Bytes of a tag that starts here. Those of other kinds (APE, Lyrics3) are passed as rubbish. */
function tagSize(start: Uint8Array): number | undefined {
  if (start[0] === 0x54 && start[1] === 0x41 && start[2] === 0x47) return 128;
  return start.length < 10 ? undefined : id3Size(start) || undefined;
}

/** Bytes until one with which a frame or a tag may start. */
function toCandidate(bytes: Uint8Array): number {
  let at = 1;
  while (at < bytes.length && bytes[at] !== 0xff && bytes[at] !== 0x54 && bytes[at] !== 0x49) at++;
  return at;
}

function changed(first: Mp3FrameHeader, header: Mp3FrameHeader, offset: number): MediaError {
  const found = `${header.sampleRate} Hz after ${first.sampleRate} Hz`;
  return new MediaError(
    'unsupported',
    `The MP3 file changes its form on the way: ${found}. Split it first.`,
    {
      found,
      offset,
    },
  );
}
