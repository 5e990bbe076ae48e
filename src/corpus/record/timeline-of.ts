import { type Timeline, timelineVersion } from '../../timeline/index.ts';
import type {
  CorpusEnvironment,
  CorpusEvent,
  CorpusSpeaker,
  CorpusUtterance,
  DialogueRecord,
} from './types.ts';

/** Seconds, to the frame. */
export function durationOf({ audio }: DialogueRecord): number {
  return audio.frames / audio.sampleRate;
}

/** The dialogue as every other part of Duologue reads it. */
export function timelineOf(record: DialogueRecord): Timeline {
  const { id, languages, scenario, environment, provenance } = record;
  return {
    version: timelineVersion,
    id,
    languages,
    duration: durationOf(record),
    speakers: record.speakers.map(timelineSpeaker),
    utterances: record.utterances.map(timelineUtterance),
    events: record.events.map(timelineEvent),
    scenario: known(scenario),
    environment: timelineEnvironment(environment),
    provenance: known({
      origin: provenance.origin,
      generator: provenance.generator,
      source: provenance.source,
      licence: provenance.licence,
      seed: provenance.seed,
    }),
  };
}

function timelineSpeaker({ id, channel, ageBand, ...rest }: CorpusSpeaker): Timeline['speakers'][number] {
  const { role, language, gender, accent, voice } = rest;
  return { id, channel, ...known({ role, language, gender, age: ageBand, accent, voice }) };
}

function timelineUtterance(utterance: CorpusUtterance): Timeline['utterances'][number] {
  const { id, speaker, kind, text, start, end, language, turnIndex, anchor, cutShort } = utterance;
  return {
    id,
    speaker,
    kind,
    text,
    start,
    end,
    words: utterance.words.map(({ confidence, ...word }) => ({ ...word, ...known({ confidence }) })),
    ...known({ language, turnIndex, anchor }),
    ...(cutShort ? { cutShort } : {}),
  };
}

function timelineEvent({
  type,
  speaker,
  start,
  end,
  source,
  confidence,
}: CorpusEvent): Timeline['events'][number] {
  return { type, start, end, source, ...known({ speaker, confidence }) };
}

/** What holds of all tracks is said of the dialogue. */
function timelineEnvironment({ tracks }: CorpusEnvironment): NonNullable<Timeline['environment']> {
  const [first] = tracks;
  const same = <Key extends keyof NonNullable<typeof first>>(key: Key) =>
    first !== undefined && tracks.every((track) => track[key] === first[key]) ? first[key] : null;
  const noiseTypes = [...new Set(tracks.flatMap((track) => track.noiseTypes))];
  const signalToNoise = tracks.flatMap((track) => track.signalToNoise ?? []);
  return {
    ...known({
      place: same('place'),
      device: same('device'),
      codec: same('codec'),
      reverberation: same('reverberation'),
      bandwidth: same('bandwidth'),
    }),
    ...(signalToNoise.length > 0 && signalToNoise.length === tracks.length ? { signalToNoise } : {}),
    ...(noiseTypes.length > 0 ? { noiseTypes } : {}),
  };
}

type Known<Fields> = {
  [Key in keyof Fields as null extends Fields[Key] ? never : Key]: Fields[Key];
} & { [Key in keyof Fields as null extends Fields[Key] ? Key : never]?: Exclude<Fields[Key], null> };

/** A Timeline leaves out what is not known; a record says `null`. */
function known<Fields extends object>(fields: Fields): Known<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== null);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the compiler does not follow the filter
  return Object.fromEntries(entries) as Known<Fields>;
}
