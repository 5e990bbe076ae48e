import type { Timeline } from '../../timeline/index.ts';
import {
  type AudioObject,
  type CorpusEvent,
  type CorpusUtterance,
  type DialogueRecord,
  recordVersion,
  type TrackEnvironment,
} from '../record/types.ts';
import type { DialoguePlan } from './dialogue-plan.ts';
import type { Performance } from './performance.ts';

export type SimulatedDialogue = {
  readonly plan: DialoguePlan;
  readonly text: Performance['text'];
  readonly timeline: Timeline;
  readonly audio: AudioObject;
  readonly dry: AudioObject | null;
  readonly origin: 'synthesised' | 'mixed';
  readonly generator: string;
  readonly parametersSha256: string;
};

/** What is known of a simulated dialogue, which is everything. */
export function recordOf(dialogue: SimulatedDialogue): DialogueRecord {
  const { plan, text, timeline, audio, dry } = dialogue;
  return {
    version: recordVersion,
    id: plan.id,
    languages: timeline.languages,
    split: plan.split,
    audio,
    dry,
    speakers: plan.speakers,
    utterances: timeline.utterances.map((utterance) => utteranceOf(utterance, timeline, text)),
    events: timeline.events.map((event) => eventOf(event, timeline)),
    scenario: {
      title: timeline.scenario?.title ?? null,
      domain: plan.domain,
      topic: timeline.scenario?.topic ?? null,
      register: plan.register,
      style: text.style,
    },
    environment: {
      setting: plan.conditions.setting,
      tracks: plan.conditions.tracks.map((_, channel) => environmentOf(plan, channel)),
    },
    provenance: {
      origin: dialogue.origin,
      generator: dialogue.generator,
      source: text.source,
      licence: text.licence,
      seed: plan.seed,
      parametersSha256: dialogue.parametersSha256,
    },
    consent: { status: dialogue.origin === 'synthesised' ? 'none-needed' : 'unknown', reference: null },
    quality: {
      tracks: plan.conditions.tracks.map((_, channel) => ({
        channel,
        loudness: null,
        clipping: null,
        signalToNoise: null,
        bleed: null,
        bandwidth: null,
      })),
      filters: [],
    },
  };
}

function utteranceOf(
  utterance: Timeline['utterances'][number],
  { utterances }: Timeline,
  { asides }: Performance['text'],
): CorpusUtterance {
  const { id, speaker, kind, text, start, end, turnIndex } = utterance;
  const cutShort = utterance.cutShort ?? false;
  const interrupter = utterances.find(
    (other) => other.kind === 'interruption' && other.anchor?.utterance === id,
  );
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
    yieldAfter: cutShort && interrupter !== undefined ? Math.max(0, end - interrupter.start) : null,
    aside: turnIndex !== undefined && asides.includes(turnIndex),
    source: 'script',
  };
}

function eventOf(event: Timeline['events'][number], { speakers }: Timeline): CorpusEvent {
  const own = speakers.find(({ id }) => id === event.speaker)?.channel;
  return {
    type: event.type,
    kind: null,
    speaker: event.speaker ?? null,
    channels: own === undefined ? speakers.map(({ channel }) => channel) : [own],
    start: event.start,
    end: event.end,
    anchor: null,
    source: event.source,
    confidence: event.confidence ?? null,
  };
}

function environmentOf({ conditions }: DialoguePlan, channel: number): TrackEnvironment {
  const track = conditions.tracks[channel];
  const noises = conditions.noises.filter(({ channels }) => channels.includes(channel));
  const steady = noises.filter(({ end }) => end === null).map(({ snr }) => snr);
  return {
    channel,
    place: track?.room?.place ?? null,
    device: track?.device ?? null,
    codec: track?.codec ?? null,
    reverberation: track?.room?.reverberation ?? null,
    bandwidth: null,
    signalToNoise: steady.length > 0 ? Math.min(...steady) : null,
    noiseTypes: [...new Set(noises.map(({ kind }) => kind))],
    bleed: track?.bleed ?? null,
  };
}
