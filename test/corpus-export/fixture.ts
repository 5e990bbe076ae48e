import {
  beginRun,
  type CorpusUtterance,
  type DialogueRecord,
  type MadeItem,
  type ObjectStore,
  runShard,
  type Split,
} from 'duologue/corpus';
import { createRandom } from 'duologue/dsp';
import { encodeAudio } from 'duologue/media';
import { joinWords, splitWords } from 'duologue/timeline';
import {
  canonicalJson,
  type RunManifest,
  sha256Of,
  shardKeys,
  shardOf,
} from '../../src/corpus/run/run-manifest.ts';
import type { ShardJob } from '../../src/corpus/run/shard-job.ts';

/** Hz. */
export const fixtureRate = 16_000;

const sentences = {
  en: [
    'Have you seen the new bridge yet?',
    'Not yet, I was away all week.',
    'You should go before it rains.',
    'Yes, "tomorrow" perhaps & early.',
  ],
  zh: ['你看过新的桥了吗？', '还没有，我这周都不在家。', '下雨之前你应该去看看。', '好的，明天早上吧。'],
};

/** A small corpus with everything a record can hold, made of shaped noise in a blink: speech is where its words are. */
export async function makeFixtureCorpus(
  store: ObjectStore,
  { dialogues = 4, shards = 2 } = {},
): Promise<readonly DialogueRecord[]> {
  const parameters = { fixture: true, dialogues };
  const run: RunManifest = {
    version: 1,
    job: 'fixture',
    generator: 'duologue fixture',
    seed: 'fixture',
    shards,
    items: dialogues,
    parameters,
    parametersSha256: sha256Of(canonicalJson(parameters)),
  };
  await beginRun(run, store);
  const records: DialogueRecord[] = [];
  const ids = Array.from({ length: dialogues }, (_, index) => `fixture-${String(index).padStart(4, '0')}`);
  const job: ShardJob = {
    items: (shard) => ids.filter((id) => shardOf(id, shards) === shard),
    async make(id, { shard }) {
      const made = await makeDialogue(id, ids.indexOf(id), shard, run.parametersSha256);
      records.push(made.record);
      return made;
    },
    async [Symbol.asyncDispose]() {},
  };
  for (let shard = 0; shard < shards; shard++) await runShard({ manifest: run, shard, job, store });
  return records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function makeDialogue(
  id: string,
  index: number,
  shard: number,
  parametersSha256: string,
): Promise<MadeItem> {
  const language = index % 2 === 0 ? 'en' : 'zh';
  const split: Split = index % 4 === 3 ? 'test' : 'train';
  const people = [0, 1].map((channel) => `${split}-${language}-${channel}`);
  const utterances = speak(language, split, people);
  const duration = Math.max(...utterances.map(({ end }) => end)) + 0.51234;
  const frames = Math.round(duration * fixtureRate);
  const tracks = people.map((person, channel) =>
    noiseTrack(
      frames,
      utterances.filter(({ speaker }) => speaker === person),
      `${id}/${channel}`,
    ),
  );
  const bytes = await encodeAudio({ channels: tracks, sampleRate: fixtureRate }, { format: 'flac' });
  const objectOf = (key: string) => ({
    key,
    sha256: sha256Of(bytes),
    bytes: bytes.byteLength,
    format: 'flac' as const,
    sampleRate: fixtureRate,
    channels: 2,
    frames,
  });
  const audio = objectOf(shardKeys.audio(shard, id));
  const dry = objectOf(shardKeys.dry(shard, id));
  const record: DialogueRecord = {
    version: 1,
    id,
    languages: [language],
    split,
    audio,
    dry,
    speakers: people.map((person, channel) => ({
      id: person,
      channel,
      role: channel === 0 ? 'assistant' : 'user',
      language,
      nativeLanguage: language,
      gender: channel === 0 ? 'female' : 'male',
      ageBand: '26-35',
      accent: null,
      region: null,
      voice: null,
      consent: null,
    })),
    utterances,
    events: [
      {
        type: 'laughter',
        kind: null,
        speaker: people[1] ?? null,
        channels: [1],
        start: 0.3,
        end: 0.6,
        anchor: { utterance: 't1', word: 1 },
        source: 'script',
        confidence: null,
      },
      {
        type: 'noise',
        kind: 'door',
        speaker: null,
        channels: [0, 1],
        start: 1,
        end: 1.2,
        anchor: null,
        source: 'script',
        confidence: 0.9,
      },
    ],
    scenario: {
      title: 'Bridges',
      domain: 'casual',
      topic: 'bridges',
      register: 'conversation',
      style: 'spontaneous',
    },
    environment: {
      setting: 'call',
      tracks: [0, 1].map((channel) => ({
        channel,
        place: 'office',
        device: 'mobile',
        codec: 'none',
        reverberation: 0.3,
        bandwidth: 8000,
        signalToNoise: 25,
        noiseTypes: ['fan'],
        bleed: null,
      })),
    },
    provenance: {
      origin: 'synthesised',
      generator: 'duologue fixture',
      source: 'fixture',
      licence: 'CC0-1.0',
      seed: id,
      parametersSha256,
    },
    consent: { status: 'none-needed', reference: null },
    quality: {
      tracks: [0, 1].map((channel) => ({
        channel,
        loudness: -26,
        clipping: 0,
        signalToNoise: 25,
        bleed: null,
        bandwidth: 8000,
      })),
      filters: [{ name: 'snr', value: 25, threshold: 10, pass: index !== 1 }],
    },
  };
  return {
    record,
    objects: [
      { key: audio.key, bytes },
      { key: dry.key, bytes },
    ],
  };
}

/** Turn about, the third one interrupting the second, and a backchannel over the fourth. */
function speak(language: 'en' | 'zh', split: Split, people: readonly string[]): CorpusUtterance[] {
  let at = 0.7;
  const spoken = sentences[language].map((sentence, index): CorpusUtterance => {
    // Nothing that is said in one split is said in another.
    const text =
      split === 'train' ? sentence : sentence.replace(/^(\S)/u, language === 'en' ? 'Well, $1' : '那么，$1');
    const start = index === 2 ? at - 0.55 : at;
    const words = splitWords(text).map((word, place) => ({
      text: word,
      start: start + place * 0.21,
      end: start + place * 0.21 + 0.17,
      confidence: null,
    }));
    const end = words.at(-1)?.end ?? start;
    at = Math.max(at, end) + 0.3;
    return {
      id: `t${index + 1}`,
      speaker: people[index % 2] ?? '',
      kind: index === 2 ? 'interruption' : 'turn',
      text: joinWords(words.map((word) => word.text)),
      start,
      end,
      language,
      words,
      turnIndex: index,
      anchor: index === 2 ? { utterance: 't2', word: 2 } : null,
      cutShort: index === 1,
      yieldAfter: index === 1 ? 0.25 : null,
      aside: false,
      source: 'script',
    };
  });
  const last = spoken.at(-1);
  if (last === undefined) return spoken;
  const start = last.start + 0.5;
  const text = language === 'en' ? 'yeah' : '嗯';
  const listener: CorpusUtterance = {
    ...last,
    id: 'b1',
    speaker: people[0] ?? '',
    kind: 'backchannel',
    text,
    start,
    end: start + 0.2,
    words: [{ text, start, end: start + 0.2, confidence: null }],
    turnIndex: null,
    anchor: { utterance: last.id, word: 1 },
  };
  return [...spoken, listener].toSorted((a, b) => a.start - b.start);
}

function noiseTrack(frames: number, utterances: readonly CorpusUtterance[], seed: string): Float32Array {
  const samples = new Float32Array(frames);
  const random = createRandom(seed);
  for (const { start, end } of utterances.flatMap(({ words }) => words)) {
    for (let frame = Math.round(start * fixtureRate); frame < Math.round(end * fixtureRate); frame++) {
      samples[frame] = 0.1 * random.normal();
    }
  }
  return samples;
}
