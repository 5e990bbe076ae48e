import type { HeardParts, Listener } from '../../voices/index.ts';
import { createJournal } from './journal.ts';
import type { LinkHeard } from './link.ts';
import { createLinkKeeper, type KeeperSettings } from './link-keeper.ts';
import { toPcm16 } from './pcm16.ts';
import { doLater, machineClock, type RelayClock } from './relay-clock.ts';
import { createSendingClock } from './sending-clock.ts';
import { createWordsSoFar } from './words-so-far.ts';

export type RelaySettings = KeeperSettings & {
  /** What is listening, for messages: `Deepgram`. */
  readonly title: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly partial: boolean;
  readonly timed: boolean;
  /** Seconds that final words may take while nothing is heard of the link; then those there are count. */
  readonly patience: number;
  /** Seconds of sound that a link may be behind; what comes then it does not hear. */
  readonly mostBehind: number;
  /** Seconds of sound that are kept for a link that takes another's place. */
  readonly mostKept: number;
  /** The error of a link that answers nothing. */
  readonly unanswered: () => Error;
};

/** An utterance that was said to be over and has no final words yet. `rest`: the sound ended in it. */
type Owed = 'asked' | 'empty' | 'rest';

/**
 * Listens by a link, and by another when that one breaks: sound without final words is told to it again, and times
 * stay on the session's clock. Whatever the link does, each utterance gets its final words once, and in order.
 */
export function createRelay(settings: RelaySettings, parts: HeardParts): Listener {
  const { sampleRate } = settings;
  const journal = createJournal(settings.mostKept * sampleRate);
  const soFar = createWordsSoFar(settings, parts);
  const sender = createSender(settings, (message) => parts.say({ type: 'warning-raised', message }));
  const owed: Owed[] = [];
  /** Samples: of the session, and since the last utterance was said to be over. */
  const heard = { frames: 0, since: 0 };
  /** Utterances of this link that have had their final words. */
  let settled = 0;
  let soundOver = false;

  const settle = (): void => {
    const kind = owed.shift();
    soFar.finish(heard.frames / sampleRate, { quiet: kind === 'rest' });
    if (kind === 'empty') return;
    journal.settle();
    settled++;
  };
  const serveNext = (): void => {
    while (owed[0] === 'empty') settle();
    if (owed.length === 0 && soundOver) parts.end();
    patience.expect(owed.length > 0 && keeper.link !== undefined);
  };
  const onHeard = (said: LinkHeard): void => {
    patience.stir();
    if (said.ordinal !== undefined && said.ordinal < settled) return;
    // Nothing has sounded since the last final words: what comes now is too late to belong to anything.
    if (owed.length === 0 && heard.since === 0) return;
    const answers = said.kind === 'utterance' && owed.length > 0;
    if (answers) keeper.praise();
    if (answers || said.text.trim() !== '') patience.forgive();
    const words = said.words.map((word) => sender.place(word));
    const kind = said.kind === 'utterance' && !answers ? 'segment' : said.kind;
    soFar.add({ ...said, kind, words }, heard.frames / sampleRate);
    if (!answers) return;
    settle();
    serveNext();
  };
  const transmit = (pcm: Uint8Array): void => {
    if (keeper.link !== undefined) sender.send(keeper.link, pcm);
  };

  const patience = createPatience(settings.patience, settings.clock ?? machineClock, {
    busy: () => (keeper.link?.behind ?? 0) > 0,
    lost: () => keeper.replace(settings.unanswered()),
    over() {
      const message = `${settings.title} gave no final words within ${settings.patience} s: those it had given count.`;
      parts.say({ type: 'warning-raised', message });
      settle();
      serveNext();
    },
  });
  const keeper = createLinkKeeper(settings, {
    opening() {
      settled = 0;
      sender.restart(journal.start);
    },
    ready() {
      for (const entry of journal.entries()) {
        if (entry.type === 'sound') transmit(entry.pcm);
        else keeper.link?.endUtterance();
      }
      if (soundOver) keeper.link?.endSound();
      serveNext();
    },
    heard: onHeard,
    warn: (message) => parts.say({ type: 'warning-raised', message }),
    padded: sender.pad,
    done() {
      while (owed.length > 0) settle();
      if (soundOver) parts.end();
      else keeper.replace(settings.unanswered());
    },
    lost(error) {
      patience.expect(false);
      patience.forgive();
      soFar.forgetAfter(journal.start / sampleRate);
      parts.say({ type: 'warning-raised', message: `${error.message} Trying again.` });
    },
    failed: (error) => parts.fail(error),
  });
  const ask = (kind: Owed): void => {
    owed.push(kind);
    if (kind !== 'empty') {
      heard.since = 0;
      journal.markEnd();
      keeper.link?.endUtterance();
    }
    if (owed.length === 1) serveNext();
  };

  return {
    hear(samples) {
      if (samples.length === 0) return;
      const pcm = toPcm16(samples);
      heard.frames += samples.length;
      heard.since += samples.length;
      journal.add(pcm);
      transmit(pcm);
    },
    endUtterance: () => ask(heard.since > 0 ? 'asked' : 'empty'),
    endSound() {
      if (heard.since > 0) ask('rest');
      soundOver = true;
      if (owed.length === 0) parts.end();
      else keeper.link?.endSound();
    },
    async close() {
      patience.expect(false);
      await keeper.close();
    },
  };
}

/** Sends sound as long as it is taken, and knows the session's time of what was sent. */
function createSender({ title, sampleRate, mostBehind }: RelaySettings, warn: (message: string) => void) {
  let clock = createSendingClock(0);
  let deaf = false;
  return {
    restart(start: number): void {
      clock = createSendingClock(start);
      deaf = false;
    },
    pad: (frames: number): void => clock.insert(frames),
    place: (word: Parameters<typeof clock.place>[0]) => clock.place(word, sampleRate),
    send(link: { readonly behind: number; send(pcm: Uint8Array): void }, pcm: Uint8Array): void {
      const most = mostBehind * sampleRate;
      const late = link.behind > most;
      if (late && !deaf)
        warn(`${title} is ${mostBehind} s behind: until it has caught up it hears nothing new.`);
      // Half of it must be done, lest it hears every other piece.
      deaf = late || (deaf && link.behind > most / 2);
      if (deaf) {
        clock.skip(pcm.length / 2);
      } else {
        clock.send(pcm.length / 2);
        link.send(pcm);
      }
    },
  };
}

/** Waits for an answer as long as whoever owes it shows signs of life. */
function createPatience(
  seconds: number,
  clock: RelayClock,
  on: { busy(): boolean; over(): void; lost(): void },
): { expect(answer: boolean): void; stir(): void; forgive(): void } {
  let waiting: AbortController | undefined;
  let stirred = false;
  let misses = 0;
  const start = (): void => {
    stirred = false;
    waiting = doLater(clock, seconds, () => {
      if (stirred || on.busy()) start();
      else if (++misses > 1) on.lost();
      else on.over();
    });
  };
  return {
    expect(answer) {
      waiting?.abort();
      if (answer) start();
    },
    stir() {
      stirred = true;
    },
    forgive() {
      misses = 0;
    },
  };
}
