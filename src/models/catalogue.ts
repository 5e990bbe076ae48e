import type { ModelDescription, ModelFile, Upload } from './model.ts';

const releases = 'https://github.com/k2-fsa/sherpa-onnx/releases/download';
const about = 'https://k2-fsa.github.io/sherpa/onnx';

const upload = (bytes: number, sha256: string): Upload => ({ bytes, sha256 });
const speech = (name: string, ...uploads: readonly Upload[]): ModelFile => ({
  url: `${releases}/tts-models/${name}.tar.bz2`,
  uploads,
});

/** The languages that a multilingual Kokoro 1.0 has voices for. */
const kokoroLanguages = ['en-US', 'en-GB', 'zh', 'es', 'fr', 'hi', 'it', 'ja', 'pt-BR'];

const piper = (
  id: string,
  title: string,
  language: string,
  gender: 'female' | 'male' | undefined,
  licence: string,
  name: string,
  known: Upload,
): ModelDescription => ({
  id,
  title,
  kind: 'voice',
  languages: [language],
  ...(gender === undefined ? {} : { gender }),
  licence,
  homepage: 'https://github.com/rhasspy/piper',
  files: [speech(name, known)],
});

/**
 * What `duologue models pull` knows. Sizes and checksums are those that projects which pin these releases publish;
 * each stands in several of them, independently. Where none could be found, `uploads` is empty.
 */
export const modelCatalogue: readonly ModelDescription[] = [
  {
    id: 'kokoro',
    title: 'Kokoro 82M 1.0, 53 voices in 9 languages',
    kind: 'voice',
    languages: kokoroLanguages,
    licence: 'Apache-2.0',
    homepage: 'https://huggingface.co/hexgrad/Kokoro-82M',
    files: [
      speech(
        'kokoro-multi-lang-v1_0',
        upload(349_906_910, 'c5f7e2d2caf082bc1d20fb70334a61d99d20b484500aad32e7cf84c128ea3298'),
        upload(349_418_188, 'c133d26353d776da730870dac7da07dbfc9a5e3bc80cc5e8e83ab6e823be7046'),
      ),
    ],
  },
  {
    id: 'kokoro-int8',
    title: 'Kokoro 82M 1.0 in 8 bits: smaller, not always faster',
    kind: 'voice',
    languages: kokoroLanguages,
    licence: 'Apache-2.0',
    homepage: 'https://huggingface.co/hexgrad/Kokoro-82M',
    files: [
      speech(
        'kokoro-int8-multi-lang-v1_0',
        upload(132_303_094, '4c3052abaa60943a341f193888cf6abd68787dae6ab8ae5c925a706caa247e4e'),
      ),
    ],
  },
  {
    id: 'kokoro-zh',
    title: 'Kokoro 82M 1.1, 100 Mandarin voices and 3 English',
    kind: 'voice',
    languages: ['zh', 'en-US', 'en-GB'],
    licence: 'Apache-2.0',
    homepage: 'https://huggingface.co/hexgrad/Kokoro-82M-v1.1-zh',
    files: [
      speech(
        'kokoro-multi-lang-v1_1',
        upload(364_816_464, 'a3f4c73d043860e3fd2e5b06f36795eb81de0fc8e8de6df703245edddd87dbad'),
      ),
    ],
  },
  {
    id: 'kokoro-zh-int8',
    title: 'Kokoro 82M 1.1 in 8 bits',
    kind: 'voice',
    languages: ['zh', 'en-US', 'en-GB'],
    licence: 'Apache-2.0',
    homepage: 'https://huggingface.co/hexgrad/Kokoro-82M-v1.1-zh',
    files: [
      speech(
        'kokoro-int8-multi-lang-v1_1',
        upload(147_031_220, 'a1e94694776049035c4f2c6529f003aaece993c76aae9a78995831c3c4dcafc6'),
      ),
    ],
  },
  {
    id: 'kitten',
    title: 'Kitten nano 0.2, 8 small English voices',
    kind: 'voice',
    languages: ['en-US'],
    licence: 'Apache-2.0',
    homepage: 'https://github.com/KittenML/KittenTTS',
    files: [
      speech(
        'kitten-nano-en-v0_2-fp16',
        upload(26_586_708, '0345a8a2f4a710cb8f7912c9a731ded8b3e1e69b33a871efa95c2e64651518fe'),
      ),
    ],
  },
  {
    id: 'melo',
    title: 'MeloTTS, one woman in Mandarin and English',
    kind: 'voice',
    languages: ['zh', 'en-US'],
    gender: 'female',
    licence: 'MIT',
    homepage: 'https://github.com/myshell-ai/MeloTTS',
    files: [
      speech(
        'vits-melo-tts-zh_en',
        upload(167_006_755, 'e58351ed7149f290a54534538badd4077cdbe6fddc964b24d0bee870415d1514'),
      ),
    ],
  },
  {
    id: 'matcha',
    title: 'Matcha, one woman in Mandarin and English, 16 kHz',
    kind: 'voice',
    languages: ['zh', 'en-US'],
    gender: 'female',
    licence: 'see its page',
    homepage: `${about}/tts/pretrained_models/matcha.html`,
    files: [
      speech(
        'matcha-icefall-zh-en',
        upload(79_033_838, '271b804af570400d3bcdcb53bf6e53cc9f75180ee763b9f13eb5eaf2b0d086ef'),
      ),
      {
        url: `${releases}/vocoder-models/vocos-16khz-univ.onnx`,
        uploads: [upload(53_882_848, 'b599142a1fb8ff03de3e84ac35ff537c619e56f4267a6fe894851a42844acf9e')],
      },
    ],
  },
  piper(
    'piper-kristin',
    'Piper Kristin, one American woman',
    'en-US',
    'female',
    'public domain',
    'vits-piper-en_US-kristin-medium-int8',
    upload(20_882_061, '16289d7ee8e6b2311a0a0af6531a55f498f82499644a1bb6fddb991fe6fa950c'),
  ),
  piper(
    'piper-libritts',
    'Piper LibriTTS-R, 904 English readers',
    'en-US',
    undefined,
    'CC-BY-4.0',
    'vits-piper-en_US-libritts_r-medium-int8',
    upload(23_398_348, '7e4552e239988f4896872822b56e99e0e9e00958164e3f6bdf5ee14391fbe829'),
  ),
  piper(
    'piper-thorsten',
    'Piper Thorsten, one German man',
    'de-DE',
    'male',
    'CC0-1.0',
    'vits-piper-de_DE-thorsten-medium-int8',
    upload(20_949_833, '07e240b7b9c1fc9211d5a69512f8cbe11b3286c2ed79c15c076ac6ed427fdf13'),
  ),
  piper(
    'piper-siwis',
    'Piper Siwis, one French woman',
    'fr-FR',
    'female',
    'CC-BY-4.0',
    'vits-piper-fr_FR-siwis-medium-int8',
    upload(20_914_888, '3909cff9b3cfd4820c66aa13bf554315c82e34899c161f0b446ece372bc4b5ec'),
  ),
  {
    id: 'sense-voice',
    title: 'SenseVoice small in 8 bits: writes down speech, with word times',
    kind: 'recogniser',
    languages: ['zh', 'en', 'ja', 'ko', 'yue'],
    licence: 'FunASR model licence',
    homepage: `${about}/sense-voice/index.html`,
    files: [
      {
        url: `${releases}/asr-models/sherpa-onnx-sense-voice-zh-en-ja-ko-yue-int8-2024-07-17.tar.bz2`,
        uploads: [upload(163_002_883, '7d1efa2138a65b0b488df37f8b89e3d91a60676e416f515b952358d83dfd347e')],
      },
    ],
  },
  {
    id: 'zipformer-en',
    title: 'Zipformer small: writes down English speech, with word times',
    kind: 'recogniser',
    languages: ['en'],
    licence: 'Apache-2.0',
    homepage: `${about}/pretrained_models/offline-transducer/zipformer-transducer-models.html`,
    files: [
      {
        url: `${releases}/asr-models/sherpa-onnx-zipformer-small-en-2023-06-26.tar.bz2`,
        uploads: [],
        roughBytes: 112_000_000,
      },
    ],
  },
  {
    id: 'zipformer-live-en',
    title: 'Zipformer small: writes down English speech while it is spoken, with word times',
    kind: 'recogniser',
    languages: ['en'],
    licence: 'Apache-2.0',
    homepage: `${about}/pretrained_models/online-transducer/zipformer-transducer-models.html`,
    files: [
      {
        url: `${releases}/asr-models/sherpa-onnx-streaming-zipformer-en-20M-2023-02-17.tar.bz2`,
        uploads: [],
        roughBytes: 128_000_000,
      },
    ],
  },
  {
    id: 'zipformer-live-zh-en',
    title: 'Zipformer: writes down Chinese and English speech while it is spoken, with word times',
    kind: 'recogniser',
    languages: ['zh', 'en'],
    licence: 'Apache-2.0',
    homepage: `${about}/pretrained_models/online-transducer/zipformer-transducer-models.html`,
    files: [
      {
        url: `${releases}/asr-models/sherpa-onnx-streaming-zipformer-bilingual-zh-en-2023-02-20.tar.bz2`,
        uploads: [],
        roughBytes: 511_000_000,
      },
    ],
  },
  {
    id: 'whisper-tiny',
    title: 'Whisper tiny: writes down speech in 99 languages, without word times',
    kind: 'recogniser',
    languages: ['mul'],
    licence: 'MIT',
    homepage: `${about}/pretrained_models/whisper/tiny.en.html`,
    files: [
      {
        url: `${releases}/asr-models/sherpa-onnx-whisper-tiny.tar.bz2`,
        uploads: [upload(116_204_861, 'c46116994e539aa165266d96b325252728429c12535eb9d8b6a2b10f129e66b1')],
      },
    ],
  },
  {
    id: 'pyannote-segmentation',
    title: 'pyannote segmentation 3.0: who speaks when, two at once too',
    kind: 'segmentation',
    languages: ['mul'],
    licence: 'MIT',
    homepage: 'https://huggingface.co/pyannote/segmentation-3.0',
    files: [
      {
        url: `${releases}/speaker-segmentation-models/sherpa-onnx-pyannote-segmentation-3-0.tar.bz2`,
        uploads: [upload(6_958_444, '24615ee884c897d9d2ba09bb4d30da6bb1b15e685065962db5b02e76e4996488')],
      },
    ],
  },
  {
    id: 'campplus',
    title: '3D-Speaker CAM++: tells voices apart, trained on Mandarin and English',
    kind: 'embedding',
    languages: ['mul'],
    licence: 'Apache-2.0',
    homepage: 'https://github.com/modelscope/3D-Speaker',
    files: [
      {
        // The address is spelt so.
        url: `${releases}/speaker-recongition-models/3dspeaker_speech_campplus_sv_zh_en_16k-common_advanced.onnx`,
        uploads: [upload(28_281_164, 'aa3cfc16963a10586a9393f5035d6d6b57e98d358b347f80c2a30bf4f00ceba2')],
      },
    ],
  },
  {
    id: 'mossformer2',
    title: 'MossFormer2 16 kHz in 8 bits: takes two voices at once apart',
    kind: 'separation',
    languages: ['mul'],
    licence: 'Apache-2.0',
    homepage: 'https://huggingface.co/ipsilondev/MossFormer2-SS-16K-ONNX',
    files: [
      {
        url: 'https://huggingface.co/ipsilondev/MossFormer2-SS-16K-ONNX/resolve/main/model.int8.onnx',
        uploads: [],
        roughBytes: 90_900_000,
      },
    ],
  },
  {
    id: 'ct-punctuation',
    title: 'CT transformer in 8 bits: puts marks into Chinese and English texts',
    kind: 'punctuation',
    languages: ['zh', 'en'],
    licence: 'FunASR model licence',
    homepage: `${about}/punctuation/index.html`,
    files: [
      {
        url: `${releases}/punctuation-models/sherpa-onnx-punct-ct-transformer-zh-en-vocab272727-2024-04-12-int8.tar.bz2`,
        uploads: [upload(64_717_756, 'c0d5aa5f8eeb686032345e180bedf39319dc2e0556781c6264bcadba8328a6e1')],
      },
    ],
  },
];
