import * as z from 'zod';
import type { AdapterModel, KnownVoice, SpeechAdapter } from '../cloud/adapter.ts';
import { seedNumber } from '../cloud/plan-request.ts';
import { sampleFile } from '../cloud/sample-file.ts';
import { fromHex, minimaxService, readMiniMax, readMiniMaxBody } from './minimax-answers.ts';
import { languageBoost, minimaxLanguages } from './minimax-languages.ts';

const common = {
  mostCharacters: 9999,
  languages: minimaxLanguages,
  sampleRate: 44_100,
  timed: true,
  speeds: [0.5, 2],
} as const satisfies Partial<AdapterModel>;

const models: readonly AdapterModel[] = [
  'speech-2.8-hd',
  'speech-2.8-turbo',
  'speech-2.6-hd',
  'speech-2.6-turbo',
  'speech-02-hd',
  'speech-02-turbo',
].map((id) => ({ id, ...common }));

/** Some of several hundred. */
const voices: readonly KnownVoice[] = [
  { id: 'English_CalmWoman', gender: 'female' },
  { id: 'English_ConfidentWoman', gender: 'female' },
  { id: 'English_Graceful_Lady', gender: 'female' },
  { id: 'English_radiant_girl', gender: 'female' },
  { id: 'English_Deep-VoicedGentleman', gender: 'male' },
  { id: 'English_ManWithDeepVoice', gender: 'male' },
  { id: 'English_PatientMan', gender: 'male' },
  { id: 'English_magnetic_voiced_man', gender: 'male' },
  { id: 'Wise_Woman', gender: 'female' },
];

const uploadSchema = z.object({ file: z.object({ file_id: z.int() }) });
const designSchema = z.object({ voice_id: z.string(), trial_audio: z.string() });
const previewText = 'Well, here I am. I have come a long way, and I am glad that somebody is listening.';

// https://platform.minimax.io/docs/api-reference/speech-t2a-http
export function minimaxAdapter(groupId: string | undefined): SpeechAdapter {
  const query = { GroupId: groupId };
  return {
    ...minimaxService,
    keyVariables: ['MINIMAX_API_KEY'],
    baseURL: 'https://api.minimax.io/v1',
    models,
    voices,
    otherVoices: true,
    authorize: (key) => ({ authorization: `Bearer ${key}` }),
    requestIdHeader: 'trace-id',
    errorMessage: (body) => statusMessage.safeParse(body).data?.base_resp.status_msg,
    // Where files with the times of words lie, abroad and in China.
    fileHosts: [
      'minimax-algeng-chat-tts-us.oss-us-east-1.aliyuncs.com',
      'minimax-algeng-chat-tts.oss-cn-wulanchabu.aliyuncs.com',
      'minimax.io',
      'minimaxi.com',
    ],
    speak({ model, voice, text, language, speed }) {
      const body = speechOf(model.id, typeof voice === 'string' ? voice : '', text);
      const boost = language === undefined ? undefined : languageBoost(language);
      return {
        path: 't2a_v2',
        query,
        body: {
          ...body,
          voice_setting: { ...body.voice_setting, ...(speed === undefined ? {} : { speed }) },
          subtitle_enable: true,
          subtitle_type: 'word',
          ...(boost === undefined ? {} : { language_boost: boost }),
        },
      };
    },
    read: readMiniMax,
    cloning: {
      mostSamples: 1,
      upload: {
        request({ samples: [sample = new Uint8Array(0)] }) {
          const body = new FormData();
          body.set('purpose', 'voice_clone');
          body.set('file', sampleFile(sample));
          return { path: 'files/upload', query, body };
        },
        read: async (reply) => String(uploadSchema.parse(await readMiniMaxBody(reply)).file.file_id),
      },
      request: ({ name }, uploaded) => ({
        path: 'voice_clone',
        query,
        body: { file_id: Number(uploaded), voice_id: voiceIdOf(name) },
      }),
      async read(reply, { name }) {
        await readMiniMaxBody(reply);
        return voiceIdOf(name);
      },
    },
    design: {
      request: ({ description, text = previewText }) => ({
        path: 'voice_design',
        query,
        body: { prompt: description, preview_text: text },
      }),
      async read(reply) {
        const { voice_id: id, trial_audio: audio } = designSchema.parse(await readMiniMaxBody(reply));
        return [{ id, audio: fromHex(audio) }];
      },
      // A voice that says nothing within a week is forgotten; saying something keeps it.
      keep: ({ id }) => ({ path: 't2a_v2', query, body: speechOf('speech-2.8-turbo', id, 'Hello.') }),
      async readKept(reply, { id }) {
        await readMiniMaxBody(reply);
        return id;
      },
    },
  };
}

function speechOf(model: string, voice: string, text: string) {
  return {
    model,
    text,
    stream: false,
    output_format: 'hex',
    voice_setting: { voice_id: voice },
    audio_setting: { sample_rate: common.sampleRate, format: 'wav', channel: 1 },
  };
}

/** Ids are the caller's to give: letters, digits and dashes, a letter first. */
function voiceIdOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return ['duologue', plain.slice(0, 64), seedNumber(name).toString(36)]
    .filter((part) => part !== '')
    .join('-');
}

const statusMessage = z.object({ base_resp: z.object({ status_msg: z.string() }) });
