import type { Interval } from '../../dsp/index.ts';
import type { Word } from '../../timeline/index.ts';
import {
  type AudioObject,
  type CorpusEvent,
  type CorpusUtterance,
  type CorpusWord,
  type DialogueRecord,
  recordVersion,
} from '../record/types.ts';
import { filterVerdicts } from './filter-verdicts.ts';
import type { HeardRecording } from './hear-recording.ts';
import type { IngestParameters, PlannedRecording } from './ingest-parameters.ts';
import { findBandwidth } from './two-track/channel-audit.ts';
import { labelSpeech } from './two-track/label-speech.ts';
import { frameStep } from './two-track/track-features.ts';
import type { FoundWords } from './words/find-words.ts';
import type { SaidUnit } from './words/join-speech.ts';

type IngestRecordOptions = {
  readonly heard: HeardRecording;
  readonly found?: FoundWords | undefined;
  readonly recording: PlannedRecording;
  readonly parameters: IngestParameters;
  /** Of the sound: how long it is. */
  readonly audio: AudioObject;
  readonly source: string;
  readonly generator: string;
  readonly parametersSha256: string;
};

/** What is known of a recording: what was said of it, and what was heard on it. */
export function ingestRecord(options: IngestRecordOptions): DialogueRecord {
  const { heard, found, recording, parameters, audio, generator, source, parametersSha256 } = options;
  const { audit, tracks } = heard;
  const { id, languages, speakers, scenario, environment, split, consent } = recording;
  const duration = audio.frames / audio.sampleRate;
  const quality = tracks.map(({ active, signalToNoise, bleed }, channel) => {
    const track = audit.tracks[channel];
    const bandwidth = track === undefined ? null : findBandwidth(track, audit.sampleRate, active, frameStep);
    return {
      channel,
      loudness: track?.loudness ?? null,
      clipping: track === undefined ? null : round(track.clipping, 6),
      signalToNoise: roundOrNull(signalToNoise, 1),
      bleed: roundOrNull(bleed, 1),
      bandwidth,
    };
  });
  return {
    version: recordVersion,
    id,
    languages,
    split,
    audio,
    dry: null,
    speakers: speakers.map((speaker, channel) => ({
      ...speaker,
      channel,
      language: speaker.language ?? languages[0] ?? null,
      voice: null,
    })),
    utterances: utterancesOf(options, duration),
    events: eventsOf(options, duration),
    scenario,
    environment: {
      setting: environment.setting,
      tracks: quality.map(({ channel, signalToNoise, bleed, bandwidth }) => ({
        channel,
        place: environment.place,
        device: environment.device,
        codec: environment.codec,
        reverberation: heard.surroundings[channel]?.reverberation ?? null,
        bandwidth,
        signalToNoise,
        noiseTypes: heard.surroundings[channel]?.noiseTypes ?? [],
        bleed,
      })),
    },
    provenance: {
      origin: heard.origin,
      generator,
      source,
      licence: parameters.licence,
      seed: null,
      parametersSha256,
    },
    consent,
    quality: {
      tracks: quality,
      filters: filterVerdicts(
        { ...measuredOf(heard, duration, quality), ...heard.measured, ...found?.measured },
        parameters.filters,
      ),
    },
  };
}

/** What was heard, with its words where they are known. */
function utterancesOf(
  { heard, found, recording }: IngestRecordOptions,
  duration: number,
): readonly CorpusUtterance[] {
  const spoken: readonly (readonly (Interval & Partial<SaidUnit>)[])[] =
    found?.speech ?? heard.tracks.map(({ units }) => units);
  const units = spoken.map((own) => own.flatMap((unit) => within(unit, duration)));
  const speakers = recording.speakers.map(({ id }) => id);
  const language = recording.languages[0] ?? null;
  const said = new Map(
    units.flatMap((own, channel) => own.map((unit) => [`${speakers[channel]} ${unit.start}`, unit] as const)),
  );
  return labelSpeech({ units, speakers, language }).map((utterance) => {
    const { text = '', words = [] } = said.get(`${utterance.speaker} ${utterance.start}`) ?? {};
    const own = recording.speakers.find(({ id }) => id === utterance.speaker)?.language ?? language;
    return { ...utterance, text, language: own, words: words.map((word) => wordIn(word, utterance)) };
  });
}

function wordIn({ text, start, end, confidence }: Word, span: Interval): CorpusWord {
  const inside = (time: number): number => Math.min(span.end, Math.max(span.start, round(time, 3)));
  const sure = confidence === undefined ? null : round(Math.min(1, Math.max(0, confidence)), 3);
  return { text, start: inside(start), end: inside(end), confidence: sure };
}

/** What the transcript tells besides words, and what was heard where it tells nothing. */
function eventsOf(
  { heard, found, recording }: IngestRecordOptions,
  duration: number,
): readonly CorpusEvent[] {
  const told = (found?.events ?? []).flatMap((event) =>
    within(event, duration).map(({ type, channel, start, end }): CorpusEvent => {
      const isOwn = channel !== null && !nobodys.has(type);
      return {
        type,
        kind: null,
        speaker: isOwn ? (recording.speakers[channel]?.id ?? null) : null,
        channels: channel === null ? recording.speakers.map((_, index) => index) : [channel],
        start,
        end,
        anchor: null,
        source: 'human',
        confidence: null,
      };
    }),
  );
  const isTold = (sound: CorpusEvent): boolean =>
    told.some(
      (event) =>
        event.channels.some((channel) => sound.channels.includes(channel)) &&
        Math.min(event.end, sound.end) - Math.max(event.start, sound.start) > (sound.end - sound.start) / 2,
    );
  const sounds = soundsOf(heard, recording, duration).filter((sound) => !isTold(sound));
  return [...told, ...sounds].toSorted((a, b) => a.start - b.start);
}

/** Sounds that no throat makes. */
const nobodys: ReadonlySet<string> = new Set(['noise', 'music', 'silence']);

/** What a speaker's throat gives belongs to the speaker; a noise to nobody. */
function soundsOf(
  { tracks }: HeardRecording,
  { speakers }: PlannedRecording,
  duration: number,
): readonly CorpusEvent[] {
  return tracks.flatMap(({ sounds }, channel) =>
    sounds
      .flatMap((sound) => within(sound, duration))
      .map(({ type, start, end, confidence }): CorpusEvent => {
        return {
          type,
          kind: null,
          speaker: type === 'noise' ? null : (speakers[channel]?.id ?? null),
          channels: [channel],
          start,
          end,
          anchor: null,
          source: 'detected',
          confidence,
        };
      }),
  );
}

type TrackFigures = DialogueRecord['quality']['tracks'];

/** Of the worse track. */
function measuredOf({ audit, tracks }: HeardRecording, duration: number, quality: TrackFigures) {
  const [one, other] = tracks;
  const spoken =
    one?.active.reduce((sum, value, frame) => sum + Math.max(value, other?.active[frame] ?? 0), 0) ?? 0;
  const noise = Math.max(...tracks.map((track) => track.noise));
  return {
    snr: leastOf(quality.map(({ signalToNoise }) => signalToNoise)),
    bleed: mostOf(quality.map(({ bleed }) => bleed)),
    clipping: mostOf(quality.map(({ clipping }) => clipping)),
    bandwidth: leastOf(quality.map(({ bandwidth }) => bandwidth)),
    speech: round(Math.min(1, (spoken * frameStep) / Math.max(frameStep, duration)), 4),
    duration,
    likeness: round(audit.likeness, 4),
    dc: mostOf(audit.tracks.map(({ dc }) => round(dc, 5))),
    dropouts: mostOf(audit.tracks.map(({ dropouts }) => round(dropouts, 5))),
    hum: mostOf(audit.tracks.flatMap(({ hum }) => hum ?? [])),
    noise: round(10 * Math.log10(Math.max(1e-12, noise)), 1),
  };
}

/** A track of which it is not known has no least. */
function leastOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0 ? null : Math.min(...known);
}

function mostOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Frames of .01 s may end behind the last sample. */
function within<Span extends { readonly start: number; readonly end: number }>(
  span: Span,
  duration: number,
): Span[] {
  const start = round(span.start, 3);
  if (start >= duration) return [];
  return [{ ...span, start, end: Math.min(round(span.end, 3), duration) }];
}

function roundOrNull(value: number | null, digits: number): number | null {
  return value === null ? null : round(value, digits);
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
