import type { Speaker, Timeline, TimelineEvent, Utterance, Word } from './types.ts';

export type Disagreement = { readonly path: string; readonly found: string; readonly remedy: string };

/** Seconds that a sum of times may be off by before it counts as wrong. */
const tolerance = 1e-6;

/** The first place where two parts of a well-shaped timeline contradict each other. */
export function findDisagreement(timeline: Timeline): Disagreement | undefined {
  return (
    checkSpeakers(timeline.speakers) ??
    checkUtterances(timeline) ??
    checkAnchors(timeline.utterances) ??
    checkEvents(timeline)
  );
}

function checkSpeakers(speakers: readonly Speaker[]): Disagreement | undefined {
  const ids = new Map<string, number>();
  const channels = new Map<number, number>();
  for (const [index, speaker] of speakers.entries()) {
    const path = `speakers[${index}]`;
    const sameId = ids.get(speaker.id);
    if (sameId !== undefined) {
      return taken(`${path}.id`, `"${speaker.id}"`, `speakers[${sameId}]`, 'give each speaker an id');
    }
    const sameChannel = channels.get(speaker.channel);
    if (sameChannel !== undefined) {
      return taken(
        `${path}.channel`,
        `${speaker.channel}`,
        `speakers[${sameChannel}]`,
        'give each a channel',
      );
    }
    ids.set(speaker.id, index);
    channels.set(speaker.channel, index);
  }
  return undefined;
}

function checkUtterances({ utterances, speakers, duration }: Timeline): Disagreement | undefined {
  const known = new Set(speakers.map((speaker) => speaker.id));
  const ids = new Map<string, number>();
  let previous = 0;
  for (const [index, utterance] of utterances.entries()) {
    const path = `utterances[${index}]`;
    const same = ids.get(utterance.id);
    if (same !== undefined) {
      return taken(`${path}.id`, `"${utterance.id}"`, `utterances[${same}]`, 'give each utterance an id');
    }
    ids.set(utterance.id, index);
    const problem =
      checkSpeaker(`${path}.speaker`, utterance.speaker, known) ??
      checkSpan(path, utterance, previous, duration) ??
      checkWords(path, utterance);
    if (problem !== undefined) return problem;
    previous = utterance.start;
  }
  return undefined;
}

function checkWords(path: string, { words, start, end }: Utterance): Disagreement | undefined {
  let previous: Word | undefined;
  for (const [index, word] of words.entries()) {
    const where = `${path}.words[${index}]`;
    if (word.end < word.start) return endsFirst(`${where}.end`, word);
    if (word.start < start - tolerance) {
      const found = `${word.start} is before its utterance's start ${start}`;
      return { path: `${where}.start`, found, remedy: 'move the word or the start of the utterance' };
    }
    if (word.end > end + tolerance) {
      const found = `${word.end} is after its utterance's end ${end}`;
      return { path: `${where}.end`, found, remedy: 'move the word or the end of the utterance' };
    }
    if (previous !== undefined && word.start < previous.start) {
      const found = `${word.start} is before the word before it, ${previous.start}`;
      return { path: `${where}.start`, found, remedy: 'put the words in order of start' };
    }
    previous = word;
  }
  return undefined;
}

function checkAnchors(utterances: readonly Utterance[]): Disagreement | undefined {
  const byId = new Map(utterances.map((utterance) => [utterance.id, utterance]));
  for (const [index, { anchor, speaker }] of utterances.entries()) {
    if (anchor === undefined) continue;
    const path = `utterances[${index}].anchor`;
    const target = byId.get(anchor.utterance);
    if (target === undefined) {
      const found = `there is no utterance "${anchor.utterance}"`;
      return {
        path: `${path}.utterance`,
        found,
        remedy: 'name one of the timeline, or leave the anchor out',
      };
    }
    if (target.speaker === speaker) {
      const found = `"${anchor.utterance}" is by the same speaker, "${speaker}"`;
      return { path: `${path}.utterance`, found, remedy: 'name an utterance of somebody else' };
    }
    if (target.words.length > 0 && anchor.word >= target.words.length) {
      const found = `${anchor.word} is past the ${target.words.length} words of "${anchor.utterance}"`;
      return { path: `${path}.word`, found, remedy: 'count words from 0' };
    }
  }
  return undefined;
}

function checkEvents({ events, speakers, duration }: Timeline): Disagreement | undefined {
  const known = new Set(speakers.map((speaker) => speaker.id));
  let previous = 0;
  for (const [index, event] of events.entries()) {
    const path = `events[${index}]`;
    const speaker = event.speaker;
    const problem =
      (speaker === undefined ? undefined : checkSpeaker(`${path}.speaker`, speaker, known)) ??
      checkSpan(path, event, previous, duration);
    if (problem !== undefined) return problem;
    previous = event.start;
  }
  return undefined;
}

function checkSpeaker(path: string, speaker: string, known: ReadonlySet<string>): Disagreement | undefined {
  if (known.has(speaker)) return undefined;
  const remedy = known.size === 0 ? 'add the speaker' : `use one of ${[...known].slice(0, 10).join(', ')}`;
  return { path, found: `there is no speaker "${speaker}"`, remedy };
}

function checkSpan(
  path: string,
  span: Utterance | TimelineEvent,
  previous: number,
  duration: number,
): Disagreement | undefined {
  if (span.end < span.start) return endsFirst(`${path}.end`, span);
  if (span.start < previous) {
    const found = `${span.start} is before the start of the one before it, ${previous}`;
    return { path: `${path}.start`, found, remedy: 'put them in order of start' };
  }
  if (span.end > duration + tolerance) {
    const found = `${span.end} is after the timeline's duration ${duration}`;
    return { path: `${path}.end`, found, remedy: 'lengthen the duration or shorten this' };
  }
  return undefined;
}

function endsFirst(path: string, { start, end }: Word | TimelineEvent | Utterance): Disagreement {
  return { path, found: `${end} is before its start ${start}`, remedy: 'let it end at or after its start' };
}

function taken(path: string, value: string, by: string, advice: string): Disagreement {
  return { path, found: `${value} is taken by ${by}`, remedy: `${advice} of its own` };
}
