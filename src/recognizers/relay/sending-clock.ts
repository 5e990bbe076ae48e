import type { Word } from '../../timeline/index.ts';

/** Which of the session's samples a link was given, so that its times can be read. */
export interface SendingClock {
  send(frames: number): void;
  /** The session has these samples, the link does not. */
  skip(frames: number): void;
  /** The link has these samples, the session does not: silence that was put in. */
  insert(frames: number): void;
  /** A word on the link's clock, on the session's. */
  place(word: Word, sampleRate: number): Word;
}

/** `start`: the session's sample that is the link's first. */
export function createSendingClock(start: number): SendingClock {
  let session = start;
  let sent = 0;
  /** From this sample of the link's on, the session's is so many further. */
  const shifts: { from: number; by: number }[] = [{ from: 0, by: start }];
  const shift = (): void => {
    const by = session - sent;
    const last = shifts.at(-1);
    if (last?.from === sent) last.by = by;
    else shifts.push({ from: sent, by });
  };
  const move = (time: number, sampleRate: number): number => {
    const frame = time * sampleRate;
    const { by = start } = shifts.findLast(({ from }) => from <= frame) ?? {};
    return (frame + by) / sampleRate;
  };
  return {
    send(frames) {
      session += frames;
      sent += frames;
    },
    skip(frames) {
      session += frames;
      shift();
    },
    insert(frames) {
      sent += frames;
      shift();
    },
    place: (word, sampleRate) => ({
      ...word,
      start: move(word.start, sampleRate),
      end: move(word.end, sampleRate),
    }),
  };
}
