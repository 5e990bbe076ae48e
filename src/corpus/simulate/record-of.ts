import type { Timeline } from '../../timeline/index.ts';
import type { Conditions, NoiseSpan } from '../conditions/conditions.ts';
import {
  type AudioObject,
  type Consent,
  type CorpusEvent,
  type CorpusSpeaker,
  type CorpusUtterance,
  type DialogueRecord,
  recordVersion,
  type TrackEnvironment,
} from '../record/types.ts';
import type { DialoguePlan } from './dialogue-plan.ts';
import type { Performance } from './performance.ts';
import type { MeasuredTrack } from './track-meter.ts';

export type SimulatedDialogue = {
  readonly plan: DialoguePlan;
  readonly text: Performance['text'];
  readonly timeline: Timeline;
  /** With its single noises. */
  readonly conditions: Conditions;
  /** What the conditions come to, one for each track. */
  readonly environments: readonly TrackEnvironment[];
  readonly measured: readonly MeasuredTrack[];
  readonly audio: AudioObject;
  readonly dry: AudioObject | null;
  readonly origin: 'synthesised' | 'mixed';
  readonly generator: string;
  /** Of the corpus, where the texts have none of their own. */
  readonly licence: string;
  readonly parametersSha256: string;
};

/** What is known of a simulated dialogue, which is everything. */
export function recordOf(dialogue: SimulatedDialogue): DialogueRecord {
  const { plan, text, timeline, audio, dry, conditions, origin, environments } = dialogue;
  const tracks = environments.map((track) => ({
    ...track,
    place: track.place ?? plan.places[track.channel] ?? null,
  }));
  const events = [
    ...timeline.events.map((event) => eventOf(event, timeline)),
    ...conditions.noises.map((noise) => noiseEvent(noise, audio.frames / audio.sampleRate)),
  ];
  return {
    version: recordVersion,
    id: plan.id,
    languages: timeline.languages,
    split: plan.split,
    audio,
    dry,
    speakers: plan.speakers.map((speaker, index) => ({
      ...speaker,
      role: text.roles[index] ?? speaker.role,
    })),
    utterances: timeline.utterances.map((utterance) => utteranceOf(utterance, timeline, text)),
    events: events.toSorted((a, b) => a.start - b.start),
    scenario: {
      title: timeline.scenario?.title ?? null,
      domain: plan.domain,
      topic: text.topic,
      register: plan.register,
      style: text.style,
    },
    environment: { setting: conditions.setting, tracks },
    provenance: {
      origin,
      generator: dialogue.generator,
      source: text.source,
      licence: text.licence ?? dialogue.licence,
      seed: plan.seed,
      parametersSha256: dialogue.parametersSha256,
    },
    consent: consentOf(plan.speakers, origin),
    quality: {
      tracks: environments.map(({ channel, signalToNoise, bleed, bandwidth }) => ({
        channel,
        loudness: dialogue.measured[channel]?.loudness ?? null,
        clipping: dialogue.measured[channel]?.clipping ?? null,
        signalToNoise,
        bleed,
        bandwidth,
      })),
      filters: [],
    },
  };
}

/** Nobody is asked where nobody was recorded; of recordings, it is known where every speaker's consent is filed. */
function consentOf(speakers: readonly CorpusSpeaker[], origin: SimulatedDialogue['origin']): Consent {
  if (origin === 'synthesised') return { status: 'none-needed', reference: null };
  const filed = speakers.flatMap(({ consent }) => consent ?? []);
  return filed.length === speakers.length
    ? { status: 'recorded', reference: filed.join(', ') }
    : { status: 'unknown', reference: null };
}

function utteranceOf(
  utterance: Timeline['utterances'][number],
  { utterances }: Timeline,
  { asides }: Performance['text'],
): CorpusUtterance {
  const { id, speaker, kind, text, start, end, turnIndex } = utterance;
  const cutShort = utterance.cutShort ?? false;
  const interrupter = cutShort
    ? utterances.find(
        (other) =>
          other.kind === 'interruption' &&
          other.speaker !== speaker &&
          other.start > start &&
          other.start <= end,
      )
    : undefined;
  return {
    id,
    speaker,
    kind,
    text,
    start,
    end,
    language: utterance.language ?? null,
    words: utterance.words.map((word) => ({ ...word, confidence: word.confidence ?? null })),
    turnIndex: turnIndex ?? null,
    anchor: utterance.anchor ?? null,
    cutShort,
    yieldAfter: interrupter === undefined ? null : end - interrupter.start,
    aside: turnIndex !== undefined && asides.includes(turnIndex),
    source: 'script',
  };
}

function eventOf(event: Timeline['events'][number], timeline: Timeline): CorpusEvent {
  const own = timeline.speakers.find(({ id }) => id === event.speaker)?.channel;
  return {
    type: event.type,
    kind: null,
    speaker: event.speaker ?? null,
    channels: own === undefined ? timeline.speakers.map(({ channel }) => channel) : [own],
    start: event.start,
    end: event.end,
    anchor: anchorOf(event, timeline),
    source: event.source,
    confidence: event.confidence ?? null,
  };
}

/** So long after one's own last word a sound still belongs to it. Seconds. */
const ownReach = 0.5;

/** The last word before a sound: its own speaker's where they have just spoken, else whoever's. */
function anchorOf(
  { speaker, start }: Timeline['events'][number],
  { utterances }: Timeline,
): CorpusEvent['anchor'] {
  let best: { readonly utterance: string; readonly word: number; readonly end: number } | undefined;
  for (const utterance of utterances) {
    if (utterance.start > start) break;
    const word = utterance.words.findLastIndex(({ end }) => end <= start + 1e-6);
    const spoken = utterance.words[word]?.end;
    if (spoken === undefined) continue;
    const isOwn = utterance.speaker === speaker && spoken >= start - ownReach;
    const end = isOwn ? spoken + ownReach : spoken;
    if (best === undefined || end >= best.end) best = { utterance: utterance.id, word, end };
  }
  return best === undefined ? null : { utterance: best.utterance, word: best.word };
}

function noiseEvent({ kind, channels, start, end }: NoiseSpan, duration: number): CorpusEvent {
  return {
    type: kind === 'music' ? 'music' : 'noise',
    kind,
    speaker: null,
    channels,
    start,
    end: Math.min(end ?? duration, duration),
    anchor: null,
    source: 'script',
    confidence: null,
  };
}
