import { createHash, createHmac } from 'node:crypto';
import type { Word } from 'duologue/timeline';
import { z } from 'zod';
import { say, toFile, toPcm } from './spoken.ts';
import {
  startVendorServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts';

const accessKeyId = 'AKIATESTTESTTESTTEST';
const secretAccessKey = 'test+secret/access+key1234567890';
/** Both halves, as `apiKey` takes them. */
export const pollyKey = `${accessKeyId}:${secretAccessKey}`;

// As documented at https://docs.aws.amazon.com/polly/latest/API/API_SynthesizeSpeech.html
const rates: Readonly<Record<string, readonly string[] | undefined>> = {
  mp3: ['8000', '16000', '22050', '24000', '44100', '48000'],
  ogg_opus: ['48000'],
  pcm: ['8000', '16000'],
  json: [],
};
const schema = z.strictObject({
  Engine: z.enum(['standard', 'neural', 'long-form', 'generative']).default('standard'),
  LanguageCode: z.enum(['en-IN', 'hi-IN']).optional(),
  LexiconNames: z.array(z.string()).max(5).optional(),
  OutputFormat: z.enum(['mp3', 'ogg_opus', 'pcm', 'json']),
  SampleRate: z.string().optional(),
  SpeechMarkTypes: z
    .array(z.enum(['sentence', 'ssml', 'viseme', 'word']))
    .max(4)
    .optional(),
  Text: z.string(),
  TextType: z.enum(['text', 'ssml']).default('text'),
  VoiceId: z.enum(['Joanna', 'Matthew', 'Kajal', 'Danielle', 'Zhiyu']),
});

/** Polly in `us-east-1`, on loopback. */
export function startPollyServer(): Promise<VendorServer> {
  let count = 0;
  return startVendorServer(async (request) => {
    const { headers, ...reply } = await answer(request);
    return { ...reply, headers: { 'x-amzn-requestid': `request-${++count}`, ...headers } };
  });
}

function refuse(status: number, type: string, message: string): VendorReply {
  return {
    status,
    headers: { 'x-amzn-errortype': `${type}:http://internal.amazon.com/` },
    body: { message },
  };
}

async function answer(request: VendorRequest): Promise<VendorReply> {
  const wrong = checkSignature(request);
  if (wrong !== undefined) return refuse(403, ...wrong);
  if (request.method !== 'POST' || request.path !== '/v1/speech') {
    return refuse(404, 'UnknownOperationException', 'There is no such operation.');
  }
  const parsed = schema.safeParse(request.body);
  if (!parsed.success) return refuse(400, 'ValidationException', z.prettifyError(parsed.error));
  const { OutputFormat: format, SampleRate: rate, SpeechMarkTypes: marks, ...rest } = parsed.data;
  if (rate !== undefined && rates[format]?.includes(rate) !== true) {
    return refuse(400, 'InvalidSampleRateException', `The specified sample rate ${rate} is not valid.`);
  }
  const spoken = readText(rest.Text, rest.TextType);
  if (spoken === undefined) return refuse(400, 'InvalidSsmlException', 'Invalid SSML request');
  if (spoken.text.length > 3000) return refuse(400, 'TextLengthExceededException', 'Maximum text length');
  const voice = rest.VoiceId === 'Matthew' ? 'rms' : 'slt';
  const { audio, words } = await say(spoken.text, voice, spoken.rate);
  if (format === 'json') {
    if (marks?.includes('word') !== true) return refuse(400, 'ValidationException', 'SpeechMarkTypes');
    return { headers: { 'content-type': 'application/x-json-stream' }, body: marksOf(spoken.text, words) };
  }
  if (marks !== undefined) return refuse(400, 'MarksNotSupportedForFormatException', 'Marks are JSON');
  if (format === 'pcm')
    return { headers: { 'content-type': 'audio/pcm' }, body: toPcm(audio, Number(rate ?? 16_000)) };
  const bytes = await toFile(audio, format === 'mp3' ? 'mp3' : 'ogg-opus', Number(rate ?? 24_000));
  return { headers: { 'content-type': format === 'mp3' ? 'audio/mpeg' : 'audio/ogg' }, body: bytes };
}

function readText(text: string, type: 'text' | 'ssml'): { text: string; rate: number } | undefined {
  if (type === 'text') return { text, rate: 1 };
  const [, rate, inner] = /^<speak><prosody rate="(\d+)%">([^<>]*)<\/prosody><\/speak>$/s.exec(text) ?? [];
  if (rate === undefined || inner === undefined || /&(?!(?:amp|lt|gt);)/.test(inner)) return undefined;
  const plain = inner.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return { text: plain, rate: Number(rate) / 100 };
}

/** Milliseconds, and places in bytes. */
function marksOf(text: string, words: readonly Word[]): string {
  let place = 0;
  return words
    .map((word) => {
      const value = word.text.replaceAll(/^\W+|\W+$/g, '');
      const start = text.indexOf(value, place);
      place = start + value.length;
      return `${JSON.stringify({ time: Math.round(word.start * 1000), type: 'word', start, end: place, value })}\n`;
    })
    .join('');
}

/** Written apart from the code under test. */
function checkSignature({ method, path, headers, bytes }: VendorRequest): [string, string] | undefined {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/us-east-1\/polly\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, id, day = '', names = '', signature] = pattern.exec(headers.authorization ?? '') ?? [];
  if (id !== accessKeyId)
    return ['UnrecognizedClientException', 'The security token included in the request is invalid.'];
  const time = String(headers['x-amz-date']);
  const sent = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(Date.now() - sent) < 300_000) || !time.startsWith(day))
    return ['InvalidSignatureException', 'Signature expired'];
  if (!['content-type', 'host', 'x-amz-date'].every((name) => names.split(';').includes(name)))
    return ['IncompleteSignatureException', 'These headers must be signed'];
  const lines = names.split(';').map((name) => `${name}:${String(headers[name])}\n`);
  const canonical = [method, path, '', lines.join(''), names, hash(bytes)].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, `${day}/us-east-1/polly/aws4_request`, hash(canonical)].join('\n');
  const key = [day, 'us-east-1', 'polly', 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  return createHmac('sha256', key).update(text).digest('hex') === signature
    ? undefined
    : [
        'InvalidSignatureException',
        'The request signature we calculated does not match the signature you provided.',
      ];
}

function hash(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}
