import type { Interval } from '../../../src/dsp/index.ts';
import type { ScenarioKind } from '../scenarios/scenario.ts';
import { noiseRate } from '../sound-making.ts';
import type { Recording } from '../stage/recording.ts';
import type { PlayedPart } from '../stage/user-player.ts';
import { agentJoin, agentSpeech, findReplyStart, gapsOf, longestGap } from './agent-sound.ts';
import type { References, ReplyReference } from './reference.ts';
import { findTakeover } from './takeover.ts';
import type { Measure, Verdict } from './verdict.ts';

/** Seconds within which a yield counts, and of silence that it needs. */
const yieldWithin = 2;
const yieldSilence = 1;
/** A listener's sound must not stop the agent within it (tau2-bench). */
const tooSoon = 1;
/** What may be missing of a reply that went on, and what it may last longer, for a breath held and a word said again. */
const missing = 0.4;
const longer = 1.2;
/** An answer that comes later than this is none. */
const answerWithin = 5;

type Judged = {
  readonly recording: Recording;
  readonly replies: readonly ReplyReference[];
  readonly fine: readonly Interval[];
  readonly joined: readonly Interval[];
};

type Finding = Pick<Verdict, 'passed' | 'why' | 'time' | 'faults'>;

/** All that is measured of a recording, on its waveforms. */
export async function judgeRecording(recording: Recording, references: References): Promise<Verdict[]> {
  const { scenario, agent, played } = recording;
  const replies = await Promise.all(scenario.replies.map((_, reply) => references.of(scenario, reply)));
  const judged: Judged = {
    recording,
    replies,
    fine: agentSpeech(agent, 0.06),
    joined: agentSpeech(agent, agentJoin),
  };
  const { kind, id, variant, snr } = scenario;
  const verdict = (measure: Measure, finding: Finding): Verdict => ({
    scenario: id,
    kind,
    measure,
    variant,
    ...(snr === undefined ? {} : { snr }),
    ...finding,
  });
  if (kind === 'pause') return judgePause(judged, verdict);
  if (kind === 'turn')
    return scenario.parts.map((_, index) => verdict('answers', findAnswer(judged, played[index])));
  if (kind === 'echo') return [verdict('no self-interruption', findSelfInterruption(judged))];
  if (kind === 'control') return [verdict('goes on', findGoingOn(judged, judged.joined[0]?.start))];
  return judgeOverlap(judged, kind, verdict);
}

type Judge = (measure: Measure, finding: Finding) => Verdict;

function judgeOverlap(judged: Judged, kind: ScenarioKind, verdict: Judge): Verdict[] {
  const { played, scenario } = judged.recording;
  const event = played.find(({ part }) => part.role === 'event');
  if (kind === 'interruption') return [verdict('yields', findYield(judged, event))];
  const stop = event === undefined ? undefined : stopAfter(judged, event.start);
  const verdicts = [
    verdict('goes on', findGoingOn(judged, event?.start)),
    verdict('undisturbed', findUndisturbed(judged, event?.start)),
    verdict('yields within 1 s', {
      passed: event !== undefined && (stop === undefined || stop - event.start > tooSoon),
      why: stop === undefined ? '' : `fell silent after ${stop.toFixed(2)} s`,
    }),
  ];
  if (!scenario.parts.some(({ role }) => role === 'silent-event')) return verdicts;
  const silent = played.find(({ part }) => part.role === 'silent-event');
  return [
    ...verdicts,
    verdict('not answered', findNoAnswer(judged, silent, true)),
    verdict('silent while not spoken to', findNoAnswer(judged, silent, false)),
  ];
}

function speaks(judged: Judged, at: number): boolean {
  return judged.joined.some(({ start, end }) => start <= at && end >= at);
}

const neverBegan: Finding = { passed: false, why: 'the agent never came to speak' };

function findYield(judged: Judged, event: PlayedPart | undefined): Finding {
  if (event === undefined || !speaks(judged, event.start)) return neverBegan;
  const stop = stopAfter(judged, event.start);
  if (stop === undefined) return { passed: false, why: 'it spoke on' };
  const time = Math.max(0, stop - event.start);
  return { passed: time <= yieldWithin, why: `silent after ${time.toFixed(2)} s`, time };
}

/** When the first long silence after a time begins. */
function stopAfter({ fine, recording }: Judged, after: number): number | undefined {
  const end = recording.agent.length / noiseRate;
  const silences = [...gapsOf(fine), { start: fine.at(-1)?.end ?? 0, end }];
  return silences.find(
    (gap) => gap.end > after && gap.end - gap.start >= Math.min(yieldSilence, end - gap.start),
  )?.start;
}

function findGoingOn(judged: Judged, at: number | undefined): Finding {
  const turn = judged.joined.find(({ start, end }) => at !== undefined && start <= at && end >= at);
  const wanted = judged.replies[0]?.duration ?? 0;
  if (turn === undefined || at === undefined) return neverBegan;
  const length = turn.end - turn.start;
  if (length < wanted - missing) {
    return { passed: false, why: `stopped ${(turn.end - at).toFixed(2)} s after the onset` };
  }
  if (length > wanted + longer)
    return { passed: false, why: `took ${(length - wanted).toFixed(2)} s longer` };
  return { passed: true, why: '' };
}

function findUndisturbed(judged: Judged, at: number | undefined): Finding {
  const on = findGoingOn(judged, at);
  const [reply] = judged.replies;
  if (!on.passed || reply === undefined) return on;
  const natural = longestGap(agentSpeech(reply.samples, 0.06));
  const gap = longestGap(judged.fine.filter(({ start }) => start < (at ?? 0) + reply.duration));
  return gap <= natural + 0.08 ? on : { passed: false, why: `silent for ${gap.toFixed(2)} s` };
}

/** When a reply first begins in a stretch of time. */
function replyStart({ replies, recording }: Judged, from: number, to: number): number | undefined {
  const starts = replies.flatMap(({ samples }) => findReplyStart(recording.agent, samples, from, to) ?? []);
  return starts.length === 0 ? undefined : Math.min(...starts);
}

/** `replies`: a `mm-hm` is none. */
function findNoAnswer(judged: Judged, silent: PlayedPart | undefined, replies: boolean): Finding {
  if (silent === undefined) return neverBegan;
  const [from, to] = [silent.start, silent.end + 2.5];
  const first = replies
    ? replyStart(judged, from, to)
    : judged.fine.find(({ start }) => start >= from && start < to)?.start;
  return first === undefined
    ? { passed: true, why: '' }
    : { passed: false, why: `spoke ${(first - silent.end).toFixed(2)} s after its end` };
}

function judgePause(judged: Judged, verdict: Judge): Verdict[] {
  const [turn] = judged.recording.played;
  if (turn === undefined) {
    return [
      verdict('not one sound in a pause', neverBegan),
      verdict('not taken over in a pause', neverBegan),
    ];
  }
  const early = replyStart(judged, turn.start, turn.end);
  const { fine, replies, recording } = judged;
  const over = findTakeover({ fine, replies, agent: recording.agent }, turn.start, turn.end);
  const { pause } = turn.part;
  const length = pause === undefined ? 0 : pause.end - pause.start;
  const into = (time: number): string =>
    `spoke ${(time - turn.at - (pause?.start ?? 0)).toFixed(2)} s into a pause of ${length.toFixed(2)} s`;
  return [
    verdict('not one sound in a pause', {
      passed: early === undefined,
      why: early === undefined ? '' : into(early),
    }),
    verdict('not taken over in a pause', {
      passed: over === undefined,
      why:
        over === undefined
          ? ''
          : `${into(over.start)}, for ${(over.end - over.start).toFixed(2)} s, ${over.words.toFixed(1)} words`,
    }),
    ...(early === undefined ? [verdict('answers', findAnswer(judged, turn))] : []),
  ];
}

function findAnswer(judged: Judged, turn: PlayedPart | undefined): Finding {
  if (turn === undefined) return { passed: false, why: 'the user never came to speak' };
  const first = replyStart(judged, turn.start, turn.end + answerWithin);
  if (first === undefined) return { passed: false, why: 'no answer' };
  const time = first - turn.end;
  return time < -0.1
    ? { passed: false, why: `spoke ${(-time).toFixed(2)} s before the end` }
    : { passed: true, why: `after ${time.toFixed(2)} s`, time: Math.max(0, time) };
}

/** Silences that the reply does not have by itself, and what is said beyond it. */
function findSelfInterruption(judged: Judged): Finding {
  const [reply] = judged.replies;
  const first = judged.joined[0];
  if (reply === undefined || first === undefined) return neverBegan;
  const natural = agentSpeech(reply.samples, agentJoin).length;
  const length = (judged.joined.at(-1)?.end ?? 0) - first.start;
  const extra = judged.joined.length - natural;
  if (extra > 0) return { passed: false, why: `${extra} silences of its own making`, faults: extra };
  const off = length - reply.duration;
  return Math.abs(off) > longer
    ? { passed: false, why: `${off.toFixed(1)} s longer than by itself` }
    : { passed: true, why: '' };
}
