import type { CorpusWord, DialogueRecord } from '../record/types.ts';
import type { ExportedSound } from './sounds.ts';

/** Seconds to 8 digits, as Lhotse keeps them. */
export function round(seconds: number): number {
  return Number(seconds.toFixed(8));
}

export type LhotseRecording = {
  readonly id: string;
  readonly sources: readonly {
    readonly type: string;
    readonly channels: readonly number[];
    readonly source: string;
  }[];
  readonly sampling_rate: number;
  readonly num_samples: number;
  readonly duration: number;
  readonly channel_ids: readonly number[];
};

export type LhotseRecordingOptions = {
  readonly id: string;
  readonly channels: readonly number[];
  readonly type: 'file' | 'shar';
  readonly source: string;
};

export function lhotseRecording(
  { sampleRate, frames, duration }: ExportedSound,
  { id, channels, type, source }: LhotseRecordingOptions,
): LhotseRecording {
  return {
    id,
    sources: [{ type, channels, source }],
    sampling_rate: sampleRate,
    num_samples: frames,
    duration,
    channel_ids: channels,
  };
}

/** One for each utterance. Times in a cut are the cut's; ours is the whole recording. */
export function lhotseSupervisions(record: DialogueRecord) {
  const { id, speakers, utterances } = record;
  return utterances.map((utterance) => {
    const speaker = speakers.find((own) => own.id === utterance.speaker);
    return {
      id: `${id}-${utterance.id}`,
      recording_id: id,
      start: round(utterance.start),
      duration: round(utterance.end - utterance.start),
      channel: speaker?.channel ?? 0,
      text: utterance.text,
      language: utterance.language ?? speaker?.language ?? record.languages[0] ?? null,
      speaker: utterance.speaker,
      gender: speaker?.gender ?? null,
      custom: {
        kind: utterance.kind,
        cut_short: utterance.cutShort,
        aside: utterance.aside,
        turn_index: utterance.turnIndex,
        role: speaker?.role ?? null,
        age_band: speaker?.ageBand ?? null,
        accent: speaker?.accent ?? null,
      },
      alignment: { word: utterance.words.map(alignmentItem) },
    };
  });
}

function alignmentItem({ text, start, end, confidence }: CorpusWord) {
  return [text, round(start), round(end - start), confidence];
}

/** A whole dialogue as one cut of all its channels. */
export function lhotseCut(record: DialogueRecord, recording: LhotseRecording) {
  const { scenario, environment, split } = record;
  return {
    id: record.id,
    start: 0,
    duration: recording.duration,
    channel: recording.channel_ids,
    supervisions: lhotseSupervisions(record),
    recording,
    custom: {
      split,
      domain: scenario.domain,
      register: scenario.register,
      setting: environment.setting,
      events: record.events.map(({ type, kind, speaker, start, end }) => ({
        type,
        kind,
        speaker,
        start: round(start),
        duration: round(end - start),
      })),
    },
    type: 'MultiCut',
  };
}
