import { waveformPeaks } from '../../../src/dsp/index.ts';
import { drawConversation } from '../../../src/generate/index.ts';
import { agentSampleRate, type LiveNotice } from '../../../src/live/index.ts';
import type { Timeline } from '../../../src/timeline/index.ts';
import { noiseRate } from '../sound-making.ts';
import type { Performance } from './theatre.ts';

export type View = {
  readonly title: string;
  /** Seconds of the performance. */
  readonly from: number;
  readonly to: number;
  /** Default: what the notices say of ducks, breaths, yields and the like. */
  readonly notes?: readonly Note[];
  readonly width?: number;
  readonly rowDuration?: number;
};

export type Note = { readonly at: number; readonly text: string };

/** Buckets of the waveform: a bar is some 20 ms wide. */
const bucketsPerSecond = 100;

/** A stretch of a performance: what was really heard on both tracks, the timeline, and what is worth pointing at. */
export function pictureOf(performance: Performance, view: View): string {
  const { title, from, to, width = 1_100, rowDuration = to - from } = view;
  const notes = withoutFlutter(view.notes ?? performance.notices.flatMap(noteOf));
  return drawConversation({
    timeline: cut(performance.timeline, from, to),
    waveforms: [
      { speaker: 'user', ...peaks(performance.user, noiseRate, from, to) },
      { speaker: 'agent', ...peaks(performance.agent, agentSampleRate, from, to) },
    ],
    notes: notes.filter(({ at }) => at >= from && at < to).map(({ at, text }) => ({ at: at - from, text })),
    title,
    width,
    rowDuration,
  });
}

/** A level that comes back for less than a moment is not worth a word, nor is one that something else explains. */
function withoutFlutter(notes: readonly Note[]): readonly Note[] {
  const near = (note: Note, wanted: (text: string) => boolean): boolean =>
    notes.some((other) => other !== note && Math.abs(other.at - note.at) < 0.4 && wanted(other.text));
  const steady = notes.filter((note) => note.text !== fullLevel || !near(note, (text) => text !== fullLevel));
  return steady.filter(
    (note, index) => note.text !== ducks || steady.slice(0, index).findLast(isLevel)?.text !== ducks,
  );
}

const ducks = 'ducks';
const fullLevel = 'full level';

function isLevel({ text }: Note): boolean {
  return text === ducks || text === fullLevel || text === 'goes on';
}

function peaks(samples: Float32Array, sampleRate: number, from: number, to: number) {
  const window = new Float32Array(Math.round((to - from) * sampleRate));
  const start = Math.round(from * sampleRate);
  window.set(samples.subarray(start, Math.min(samples.length, start + window.length)));
  return waveformPeaks({ samples: window, sampleRate }, Math.round((to - from) * bucketsPerSecond));
}

/** A stretch of a timeline as one of its own. */
function cut(timeline: Timeline, from: number, to: number): Timeline {
  const meets = (span: { readonly start: number; readonly end: number }): boolean =>
    span.start < to && span.end > from;
  const moved = <Span extends { readonly start: number; readonly end: number }>(span: Span): Span => ({
    ...span,
    start: Math.max(0, span.start - from),
    end: Math.min(to, span.end) - from,
  });
  return {
    ...timeline,
    duration: to - from,
    utterances: timeline.utterances
      .filter(meets)
      .map((utterance) => ({ ...moved(utterance), words: utterance.words.filter(meets).map(moved) })),
    events: timeline.events.filter(meets).map(moved),
  };
}

/** What the engine did, in a word or two. */
export function noteOf(notice: LiveNotice): readonly Note[] {
  switch (notice.type) {
    case 'level-changed':
      return [{ at: notice.at, text: notice.gain < 1 ? ducks : fullLevel }];
    case 'agent-held':
      return [{ at: notice.at, text: 'holds its breath' }];
    case 'agent-continued':
      return [{ at: notice.at, text: 'goes on' }];
    case 'agent-yielded':
      return [{ at: notice.at, text: 'yields' }];
    case 'reply-resumed':
      return [{ at: notice.at, text: 'goes on at the phrase that was cut' }];
    case 'reply-started':
      return notice.latency === undefined
        ? []
        : [{ at: notice.at, text: `answers after ${notice.latency.toFixed(2)} s` }];
    case 'agent-backchannelled':
      return [{ at: notice.at, text: `“${notice.text}”` }];
    case 'language-switched':
      return [{ at: notice.at, text: 'changes the language' }];
    case 'silence-prompted':
      return [{ at: notice.at, text: 'asks whether somebody is there' }];
    case 'overlap-judged':
      return [{ at: notice.end, text: judged[notice.verdict] }];
    case 'part-failed':
    case 'reply-dropped':
    case 'reply-ended':
    case 'reply-text':
    case 'session-ended':
    case 'sound-heard':
    case 'sound-started':
    case 'tokens-counted':
    case 'tool-called':
    case 'user-turn-ended':
    case 'user-turn-reopened':
    case 'user-turn-started':
    case 'user-words-heard':
      break;
  }
  return [];
}

const judged = {
  undecided: '',
  noise: 'a noise',
  backchannel: 'somebody listens',
  'side-talk': 'not for the agent',
  interruption: 'an interruption',
};
