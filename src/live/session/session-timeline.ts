import {
  type EventType,
  joinWords,
  type Speaker,
  type Timeline,
  type TimelineEvent,
  timelineVersion,
  type Utterance,
} from '../../timeline/index.ts';
import type { Voice } from '../../voices/index.ts';
import type { HeardSound } from '../heard-frame.ts';
import type { LiveNotice } from '../live-notice.ts';

/** Writes the session down as a Timeline: the user on the first track, the agent, as the user heard it, on the second. */
export interface SessionTimeline {
  note(notice: LiveNotice): void;
  /** Sound of the agent beside its replies. */
  noteAside(text: string, start: number, end: number): void;
  read(duration: number): Timeline;
}

/** Seconds by which a report of the playback may differ from when it was begun again. */
const slack = 0.03;

const eventTypeOf: Readonly<Record<HeardSound, EventType>> = {
  cough: 'cough',
  laughter: 'laughter',
  music: 'music',
  knock: 'noise',
  typing: 'noise',
  noise: 'noise',
};

/** `remembered`: seconds after which what was said is forgotten; default never. */
export function createSessionTimeline(
  languages: readonly string[],
  voice: Voice | undefined,
  remembered = Infinity,
): SessionTimeline {
  /** By turn, or by a name of their own; oldest first. */
  const utterances = new Map<string, Utterance>();
  let events: TimelineEvent[] = [];
  /** Of what was judged to be none of the user's speech, where nothing better is known of it. */
  let noises: TimelineEvent[] = [];
  const interrupting = new Set<string>();
  /** When the reply that is being said was begun again. */
  let resumed: readonly number[] = [];
  let count = 0;
  const add = (utterance: Omit<Utterance, 'id'>, key = `x${count}`): void => {
    utterances.set(key, { id: `s${count}`, ...utterance });
    count += 1;
    forget(utterance.end - remembered);
  };

  const forget = (before: number): void => {
    for (const [key, { end }] of utterances) {
      if (end >= before) break;
      utterances.delete(key);
      interrupting.delete(key);
    }
    if ((events[0]?.end ?? before) < before) events = events.filter(({ end }) => end >= before);
    if ((noises[0]?.end ?? before) < before) noises = noises.filter(({ end }) => end >= before);
  };

  const note = (notice: LiveNotice): void => {
    if (notice.type === 'user-turn-started' && notice.interrupting) interrupting.add(notice.turn);
    else if (notice.type === 'user-turn-ended') {
      const { start, end, text, words, language, turn } = notice;
      const kind = interrupting.has(turn) ? 'interruption' : 'turn';
      const spoken = language === undefined ? {} : { language };
      add({ speaker: 'user', kind, text, start, end, words: within(words, start, end), ...spoken }, turn);
    } else if (notice.type === 'overlap-judged') noteOverlap(notice);
    else if (notice.type === 'sound-heard') {
      events.push({
        type: eventTypeOf[notice.sound],
        start: notice.start,
        end: notice.end,
        source: 'detected',
      });
    } else if (notice.type === 'reply-resumed') resumed = [...resumed, notice.at];
    else if (notice.type === 'reply-ended') noteReply(notice);
  };

  /** One utterance, or one for each time that it was begun again. */
  const noteReply = ({ words, language, cutShort }: Extract<LiveNotice, { type: 'reply-ended' }>): void => {
    const breaks = [...resumed, Infinity];
    resumed = [];
    for (const [index, end] of breaks.entries()) {
      const start = breaks[index - 1] ?? 0;
      const said = words.filter((word) => word.start >= start - slack && word.start < end - slack);
      const [first, last] = [said[0], said.at(-1)];
      if (first === undefined || last === undefined) continue;
      const broken = cutShort || index < breaks.length - 1;
      add({
        speaker: 'agent',
        kind: 'turn',
        text: joinWords(said.map(({ text }) => text)),
        start: first.start,
        end: Math.max(last.end, first.start),
        words: said,
        language,
        ...(broken ? { cutShort: true } : {}),
      });
    }
  };

  const noteOverlap = (notice: Extract<LiveNotice, { type: 'overlap-judged' }>): void => {
    const { verdict, start, end, text, words, turn } = notice;
    // It is no longer the turn that it was taken for.
    if (turn !== undefined) {
      utterances.delete(turn);
      interrupting.delete(turn);
    }
    if (verdict === 'backchannel') {
      add({ speaker: 'user', kind: 'backchannel', text, start, end, words: within(words, start, end) });
    } else noises.push({ type: 'noise', start, end, source: 'detected' });
  };

  return {
    note,
    noteAside: (text, start, end) =>
      add({ speaker: 'agent', kind: 'backchannel', text, start, end, words: [] }),
    read: (duration) => ({
      version: timelineVersion,
      id: 'session',
      languages,
      duration,
      speakers: speakersOf(voice),
      utterances: [...utterances.values()].toSorted((a, b) => a.start - b.start),
      events: [...events, ...noises.filter((noise) => !events.some((event) => meets(event, noise)))].toSorted(
        (a, b) => a.start - b.start,
      ),
      provenance: { origin: 'recorded', generator: 'duologue live' },
    }),
  };
}

function meets(one: TimelineEvent, other: TimelineEvent): boolean {
  return one.start < other.end && one.end > other.start;
}

function speakersOf(voice: Voice | undefined): Speaker[] {
  return [
    { id: 'user', channel: 0, role: 'user' },
    { id: 'agent', channel: 1, role: 'agent', ...(voice === undefined ? {} : { voice: voice.id }) },
  ];
}

/** A recogniser's times lie a little beside what the ear found. */
function within(words: Utterance['words'], start: number, end: number): Utterance['words'] {
  const clamp = (time: number): number => Math.min(end, Math.max(start, time));
  return words.map((word) => ({ ...word, start: clamp(word.start), end: clamp(word.end) }));
}
