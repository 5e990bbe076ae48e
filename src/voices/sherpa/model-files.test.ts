import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type ModelFiles, readModelFiles } from './model-files.ts';
import { readOnnxMetadata } from './onnx-metadata.ts';
import { recogniserConfig } from './recogniser-config.ts';
import { speakersOf } from './speakers.ts';
import { voiceConfig } from './voice-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'duologue-model-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with these files, whose network says this of itself. */
function layOut(
  name: string,
  names: readonly string[],
  metadata: Readonly<Record<string, string>>,
): ModelFiles {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  for (const file of names) {
    if (file.endsWith('/')) mkdirSync(join(place, file));
    else writeFileSync(join(place, file), file.endsWith('.onnx') ? network(metadata) : 'x');
  }
  return readModelFiles(place);
}

/** `onnx.ModelProto` with a graph of zeros and with metadata. */
function network(metadata: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(metadata).map(([key, value]) =>
    field(14, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))])),
  );
  return Buffer.concat([Buffer.from([8, 8]), field(7, Buffer.alloc(70_000)), ...entries]);
}

function field(number: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([number * 8 + 2]), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

describe('the metadata of a network', () => {
  test('is what onnx wrote', () => {
    const path = fileURLToPath(new URL('./fixtures/tiny-voice/model.onnx', import.meta.url));
    expect(readOnnxMetadata(path).get('speaker_names')).toBe('low,high');
    expect(readOnnxMetadata(path).get('sample_rate')).toBe('16000');
  });

  test('of something else is an error', () => {
    mkdirSync(join(folder, 'page'));
    writeFileSync(join(folder, 'page', 'model.onnx'), '<!doctype html>'.repeat(100));
    expect(() => readModelFiles(join(folder, 'page'))).toThrow('is not an ONNX file');
    mkdirSync(join(folder, 'nothing'));
    expect(() => readModelFiles(join(folder, 'nothing'))).toThrow('no .onnx file');
  });
});

const kokoro = layOut(
  'kokoro',
  [
    'model.onnx',
    'voices.bin',
    'tokens.txt',
    'espeak-ng-data/',
    'lexicon-us-en.txt',
    'lexicon-gb-en.txt',
    'lexicon-zh.txt',
    'date-zh.fst',
    'number-zh.fst',
    'phone-zh.fst',
  ],
  {
    model_type: 'kokoro',
    sample_rate: '24000',
    n_speakers: '5',
    speaker_names: 'af_heart,bm_george,zf_001,ff_siwis,jm_kumo',
    version: '2',
    voice: 'en-us',
  },
);

const languages = join(kokoro.folder, 'espeak-ng-data', 'lang', 'any');
mkdirSync(languages, { recursive: true });
for (const name of ['en', 'en-US', 'en-GB-x-rp', 'fr', 'fr-BE', 'pt', 'pt-BR', 'ja'])
  writeFileSync(join(languages, name), '');

describe('a voice’s files', () => {
  const options = { threads: 2, chinese: false };

  test('are found for Kokoro, with the rules for digits where Chinese is spoken', () => {
    const config = voiceConfig(kokoro, options);
    expect(config.model['kokoro']).toEqual({
      model: at(kokoro, 'model.onnx'),
      voices: at(kokoro, 'voices.bin'),
      tokens: at(kokoro, 'tokens.txt'),
      dataDir: at(kokoro, 'espeak-ng-data'),
      lexicon: `${at(kokoro, 'lexicon-us-en.txt')},${at(kokoro, 'lexicon-zh.txt')}`,
    });
    expect(config.ruleFsts).toBeUndefined();
    expect(
      voiceConfig(kokoro, { threads: 2, chinese: true })
        .ruleFsts?.split(',')
        .map((path) => path.split('/').at(-1)),
    ).toEqual(['phone-zh.fst', 'date-zh.fst', 'number-zh.fst']);
  });

  test('are found for Kitten, Matcha and VITS', () => {
    const kitten = layOut('kitten', ['model.fp16.onnx', 'voices.bin', 'tokens.txt', 'espeak-ng-data/'], {
      model_type: 'kitten-tts',
    });
    expect(Object.keys(voiceConfig(kitten, options).model)).toContain('kitten');
    const matcha = layOut(
      'matcha',
      ['model-steps-3.onnx', 'vocos-16khz-univ.onnx', 'tokens.txt', 'lexicon.txt'],
      { model_type: 'matcha-tts' },
    );
    expect(voiceConfig(matcha, options).model['matcha']).toMatchObject({
      acousticModel: at(matcha, 'model-steps-3.onnx'),
      vocoder: at(matcha, 'vocos-16khz-univ.onnx'),
    });
    const piper = layOut(
      'piper',
      ['en_US-kristin-medium.onnx', 'en_US-kristin-medium.onnx.json', 'tokens.txt', 'espeak-ng-data/'],
      { model_type: 'vits' },
    );
    expect(voiceConfig(piper, options).model['vits']).toMatchObject({
      model: at(piper, 'en_US-kristin-medium.onnx'),
    });
  });

  test('that stand for what was left out are passed over', () => {
    mkdirSync(join(folder, 'melo'));
    writeFileSync(join(folder, 'melo', 'model.int8.onnx'), 'version https://git-lfs.github.com/spec/v1');
    const melo = layOut('melo', ['model.onnx', 'tokens.txt', 'lexicon.txt'], { model_type: 'vits' });
    expect(melo.main).toBe(at(melo, 'model.onnx'));
  });
});

describe('the speakers', () => {
  const model = { id: 'kokoro', title: 'Kokoro', languages: ['en-US', 'zh'] };

  test('of Kokoro say by their names who they are', () => {
    expect(
      speakersOf(model, kokoro).map(({ description, reading }) => [
        description.id,
        description.name,
        description.languages[0],
        description.gender,
        reading,
      ]),
    ).toEqual([
      ['sherpa/kokoro:af_heart', 'Heart', 'en-US', 'female', 'en-us'],
      ['sherpa/kokoro:bm_george', 'George', 'en-GB', 'male', 'en-gb-x-rp'],
      ['sherpa/kokoro:zf_001', 'ZF 001', 'zh', 'female', 'en-us'],
      ['sherpa/kokoro:ff_siwis', 'Siwis', 'fr-FR', 'female', 'fr'],
      ['sherpa/kokoro:jm_kumo', 'Kumo', 'ja', 'male', 'ja'],
    ]);
  });

  test('of a model with one have the model’s name, those without names a number', () => {
    const one = layOut('one', ['model.onnx'], { sample_rate: '22050', n_speakers: '1', voice: 'de' });
    const [only] = speakersOf(
      { id: 'piper-thorsten', title: 'Piper Thorsten, one German man', languages: ['de-DE'], gender: 'male' },
      one,
    );
    expect(only?.description).toMatchObject({
      id: 'sherpa/piper-thorsten',
      name: 'Piper Thorsten',
      gender: 'male',
      languages: ['de-DE'],
    });
    const many = layOut('many', ['model.onnx'], { sample_rate: '22050', n_speakers: '3', voice: 'en-us' });
    const readers = speakersOf({ id: 'own', title: '/my/model', languages: ['mul'] }, many);
    expect(readers.map(({ description }) => description.id)).toEqual([
      'sherpa/own:0',
      'sherpa/own:1',
      'sherpa/own:2',
    ]);
    expect(readers[0]?.description.languages).toEqual(['en-US']);
  });

  test('are none where the network is no voice', () => {
    const other = layOut('other', ['model.onnx'], { model_type: 'zipformer2' });
    expect(() => speakersOf(model, other)).toThrow('holds no voice');
  });
});

describe('a recogniser’s files', () => {
  test('are found for each form', () => {
    const zipformer = layOut(
      'zipformer',
      [
        'encoder-epoch-99.int8.onnx',
        'encoder-epoch-99.onnx',
        'decoder-epoch-99.int8.onnx',
        'decoder-epoch-99.onnx',
        'joiner-epoch-99.int8.onnx',
        'joiner-epoch-99.onnx',
        'tokens.txt',
      ],
      { model_type: 'zipformer2' },
    );
    const { transducer } = recogniserConfig(zipformer, { threads: 1 }).modelConfig;
    expect(transducer).toEqual({
      encoder: join(zipformer.folder, 'encoder-epoch-99.int8.onnx'),
      decoder: join(zipformer.folder, 'decoder-epoch-99.onnx'),
      joiner: join(zipformer.folder, 'joiner-epoch-99.int8.onnx'),
    });
    expect(
      engine(
        layOut(
          'whisper',
          ['tiny-encoder.onnx', 'tiny-encoder.int8.onnx', 'tiny-decoder.onnx', 'tiny-tokens.txt'],
          { model_type: 'whisper-tiny' },
        ),
      ),
    ).toBe('whisper');
    expect(
      engine(layOut('sense', ['model.int8.onnx', 'tokens.txt'], { model_type: 'sense_voice_ctc' })),
    ).toBe('senseVoice');
    expect(engine(layOut('para', ['model.onnx', 'tokens.txt'], { model_type: 'paraformer' }))).toBe(
      'paraformer',
    );
  });

  test('are found for NeMo, which has a transducer of its own', () => {
    const names = ['encoder.int8.onnx', 'decoder.int8.onnx', 'joiner.int8.onnx', 'tokens.txt'];
    const parakeet = layOut('parakeet', names, { model_type: 'EncDecRNNTBPEModel' });
    expect(recogniserConfig(parakeet, { threads: 1 }).modelConfig).toMatchObject({
      modelType: 'nemo_transducer',
    });
    const ctc = layOut('ctc', ['model.onnx', 'tokens.txt'], { model_type: 'EncDecCTCModel' });
    expect(engine(ctc)).toBe('nemoCtc');
  });

  test('of an unknown form are an error that names the known ones', () => {
    expect(() => engine(kokoro)).toThrow('SenseVoice, Zipformer, Paraformer');
  });
});

function at(files: ModelFiles, name: string): string {
  return join(files.folder, name);
}

/** What sherpa-onnx would take the recogniser for. */
function engine(files: ModelFiles): string | undefined {
  return Object.keys(recogniserConfig(files, { threads: 1 }).modelConfig)[0];
}
