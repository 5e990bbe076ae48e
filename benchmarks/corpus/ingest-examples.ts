import type { CorpusEvent, DialogueRecord } from '../../src/corpus/index.ts';
import { createFrameInputs, inputCount } from '../../src/corpus/ingest/two-track/frame-inputs.ts';
import { readTracks } from '../../src/corpus/ingest/two-track/read-tracks.ts';
import { findRoughVoices } from '../../src/corpus/ingest/two-track/rough-voices.ts';
import { soundClasses } from '../../src/corpus/ingest/two-track/sound-network.ts';
import { createFeatureFinder, frameStep } from '../../src/corpus/ingest/two-track/track-features.ts';
import { createRandom, type Interval, type Random, toDecibels } from '../../src/dsp/index.ts';
import { eventSound } from '../../src/voices/sounds/index.ts';
import type { HeardExample } from './fit-ingest-network.ts';
import type { Scene } from './ingest-scenes.ts';

type OwnEvent = Interval & { readonly type: CorpusEvent['type']; readonly speaker: string };

const classOf: Partial<Readonly<Record<CorpusEvent['type'], (typeof soundClasses)[number]>>> = {
  laughter: 'laughter',
  breath: 'breath',
  sigh: 'breath',
  gasp: 'breath',
  sniff: 'breath',
  cough: 'cough',
  'throat-clear': 'cough',
};
const addedTypes = [
  'breath',
  'breath',
  'cough',
  'cough',
  'throat-clear',
  'sigh',
  'laughter',
  'laughter',
  'gasp',
  'sniff',
] as const;
/** Soft ones, which are also heard close to the microphone. */
const softTypes: readonly string[] = ['breath', 'sigh', 'sniff'];

/** Both tracks of a scene as the network hears them, with breaths, coughs and laughs where dialogues have hardly any. */
export async function examplesOf({ truth, path }: Scene): Promise<readonly HeardExample[]> {
  const tracks = await readWhole(path);
  const { sampleRate } = truth.audio;
  const events = truth.events.flatMap(({ type, speaker, start, end }): OwnEvent[] =>
    speaker === null ? [] : [{ type, speaker, start, end }],
  );
  const random = createRandom(truth.id);
  for (const { channel } of truth.speakers) addSounds(truth, channel, tracks, events, random);
  const labels = truth.speakers.map(({ id }) => labelsOf(truth, id, events));
  return hearExamples(tracks, sampleRate, labels);
}

/** Tracks of what is known frame by frame; where `labels` end there is nothing. */
export function hearExamples(
  [one = new Float32Array(0), other = new Float32Array(0)]: readonly Float32Array[],
  sampleRate: number,
  labels: readonly ((frames: number) => Uint8Array)[],
): readonly HeardExample[] {
  const [first, second] = [featuresOf(one, sampleRate), featuresOf(other, sampleRate)];
  const [rough, otherRough] = findRoughVoices([first, second]);
  const fills = [
    createFrameInputs({ own: first, other: second, rough, otherRough }),
    createFrameInputs({ own: second, other: first, rough: otherRough, otherRough: rough }),
  ];
  return fills.map((fill, channel) => {
    const inputs = new Float32Array(first.frames * inputCount);
    for (let frame = 0; frame < first.frames; frame++) fill(frame, inputs, frame * inputCount);
    return { inputs, labels: labels[channel]?.(first.frames) ?? new Uint8Array(first.frames) };
  });
}

function featuresOf(samples: Float32Array, sampleRate: number) {
  const finder = createFeatureFinder(sampleRate);
  for (let at = 0; at < samples.length; at += 16_384) finder.push(samples.subarray(at, at + 16_384));
  return finder.finish();
}

async function readWhole(path: string): Promise<readonly Float32Array[]> {
  const blocks: [Float32Array[], Float32Array[]] = [[], []];
  for await (const { channels } of readTracks([path])) {
    blocks[0].push(Float32Array.from(channels[0] ?? []));
    blocks[1].push(Float32Array.from(channels[1] ?? []));
  }
  return blocks.map((list) => {
    const whole = new Float32Array(list.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const block of list) {
      whole.set(block, at);
      at += block.length;
    }
    return whole;
  });
}

/** About twelve a minute, between what the speaker says, as loud beside it as such sounds are; and what bleeds through. */
function addSounds(
  truth: DialogueRecord,
  channel: number,
  tracks: readonly Float32Array[],
  events: OwnEvent[],
  random: Random,
): void {
  const speaker = truth.speakers[channel];
  const track = tracks[channel];
  const otherTrack = tracks[1 - channel];
  if (speaker === undefined || track === undefined || otherTrack === undefined) return;
  const { sampleRate } = truth.audio;
  const words = wordsOf(truth, speaker.id);
  const busy: Interval[] = [...words, ...events.filter((event) => event.speaker === speaker.id)];
  const level = toDecibels(levelIn(track, words, sampleRate));
  const bleed = 10 ** ((truth.environment.tracks[1 - channel]?.bleed ?? -80) / 20);
  const count = Math.round(track.length / sampleRate / 5);
  for (let index = 0; index < count; index++) {
    const type = addedTypes[random.integer(addedTypes.length)] ?? 'breath';
    const high = speaker.gender === 'female';
    const throat = {
      pitch: high ? 170 + 80 * random.next() : 90 + 50 * random.next(),
      tract: high ? 0.8 + 0.12 * random.next() : 0.95 + 0.1 * random.next(),
    };
    const sound = eventSound(type, throat, `${truth.id}/${channel}/${index}`, sampleRate)?.samples;
    if (sound === undefined) continue;
    const length = sound.length / sampleRate;
    const start = random.next() * (track.length / sampleRate - length - 1);
    const end = start + length;
    if (start < 0 || busy.some((other) => other.start < end + 0.02 && other.end > start - 0.02)) continue;
    busy.push({ start, end });
    events.push({ type, speaker: speaker.id, start, end });
    const gain = 10 ** ((level + 20 + 3 * random.normal() + (softTypes.includes(type) ? 4 : 0)) / 20);
    const heard = inSomeRoom(sound, sampleRate, random);
    const from = Math.round(start * sampleRate);
    for (let at = 0; at < heard.length && from + at < track.length; at++) {
      track[from + at] = (track[from + at] ?? 0) + gain * (heard[at] ?? 0);
      otherTrack[from + at] = (otherTrack[from + at] ?? 0) + bleed * gain * (heard[at] ?? 0);
    }
  }
}

/** Dulled a little, with some echoes that die away. */
function inSomeRoom(sound: Float32Array, sampleRate: number, random: Random): Float32Array {
  const dull = 0.4 * random.next();
  const tail = 0.1 + 0.4 * random.next();
  const wet = 0.02 + 0.1 * random.next();
  const heard = new Float32Array(sound.length + Math.round(tail * sampleRate));
  heard.set(sound);
  for (let echo = 0; echo < 40; echo++) {
    const delay = Math.round((0.003 + random.next() * tail) * sampleRate);
    const gain = wet * Math.exp((-4.6 * delay) / sampleRate / tail) * (random.next() < 0.5 ? 1 : -1);
    for (let at = 0; at < sound.length && at + delay < heard.length; at++)
      heard[at + delay] = (heard[at + delay] ?? 0) + gain * (sound[at] ?? 0);
  }
  let last = 0;
  return heard.map((sample) => {
    last = dull * last + (1 - dull) * sample;
    return last;
  });
}

/** Root mean square while somebody speaks. */
function levelIn(track: Float32Array, words: readonly Interval[], sampleRate: number): number {
  let [sum, count] = [0, 0];
  for (const { start, end } of words) {
    for (const sample of track.subarray(Math.round(start * sampleRate), Math.round(end * sampleRate))) {
      sum += sample * sample;
      count += 1;
    }
  }
  return Math.sqrt(sum / Math.max(1, count));
}

function wordsOf({ utterances }: DialogueRecord, speaker: string): Interval[] {
  return utterances
    .filter((utterance) => utterance.speaker === speaker)
    .flatMap(({ words }) => words)
    .toSorted((a, b) => a.start - b.start);
}

/** Words less than .2 s apart are one stretch of speech. */
function labelsOf(truth: DialogueRecord, speaker: string, events: readonly OwnEvent[]) {
  return (frames: number): Uint8Array => {
    const labels = new Uint8Array(frames);
    const put = (start: number, end: number, name: (typeof soundClasses)[number]): void => {
      labels.fill(soundClasses.indexOf(name), Math.round(start / frameStep), Math.round(end / frameStep));
    };
    for (const event of events) {
      const name = classOf[event.type];
      if (event.speaker === speaker && name !== undefined) put(event.start, event.end, name);
    }
    let last = Number.NEGATIVE_INFINITY;
    for (const { start, end } of wordsOf(truth, speaker)) {
      put(start - last < 0.2 ? last : start, end, 'speech');
      last = Math.max(last, end);
    }
    return labels;
  };
}
