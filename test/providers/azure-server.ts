import { say, toFile, toPcm } from './spoken.ts';
import {
  startVendorServer,
  type VendorReply,
  type VendorRequest,
  type VendorServer,
} from './vendor-server.ts';

export const azureKey = 'azure-test-key-1234567890';

// As documented at https://learn.microsoft.com/azure/ai-services/speech-service/rest-text-to-speech
const formats: Record<string, readonly [kind: 'raw' | 'wav' | 'mp3', rate: number] | undefined> = {
  'raw-16khz-16bit-mono-pcm': ['raw', 16_000],
  'raw-24khz-16bit-mono-pcm': ['raw', 24_000],
  'raw-48khz-16bit-mono-pcm': ['raw', 48_000],
  'riff-24khz-16bit-mono-pcm': ['wav', 24_000],
  'riff-48khz-16bit-mono-pcm': ['wav', 48_000],
  'audio-48khz-192kbitrate-mono-mp3': ['mp3', 48_000],
};

/** The speech endpoint of one region on loopback. */
export function startAzureServer(): Promise<VendorServer> {
  let count = 0;
  return startVendorServer(async (request) => {
    const headers = { 'x-requestid': `request-${++count}` };
    return { headers, ...(await answer(request)) };
  });
}

async function answer({ method, path, headers, bytes }: VendorRequest): Promise<VendorReply> {
  if (headers['ocp-apim-subscription-key'] !== azureKey) {
    const message = 'Access denied due to invalid subscription key or wrong API endpoint.';
    return { status: 401, body: { error: { code: '401', message } } };
  }
  if (method !== 'POST' || path !== '/cognitiveservices/v1')
    return { status: 404, body: 'Resource not found' };
  if (headers['content-type'] !== 'application/ssml+xml') return { status: 415 };
  const format = formats[String(headers['x-microsoft-outputformat'])];
  if (format === undefined || headers['user-agent'] === undefined) return { status: 400 };
  const speech = readSsml(bytes.toString('utf8'));
  if (typeof speech === 'string') return { status: 400, body: speech };
  const { audio } = await say(speech.text, speech.voice.includes('Andrew') ? 'rms' : 'slt', speech.rate);
  const [kind, rate] = format;
  return { body: kind === 'raw' ? toPcm(audio, rate) : await toFile(audio, kind, rate) };
}

export type ReadSsml = {
  readonly voice: string;
  readonly text: string;
  readonly rate: number;
  /** The elements around the text, outermost first, without the two that are always there. */
  readonly around: readonly string[];
};

/** What a request says; a text is what is wrong with it. */
export function readSsml(ssml: string): ReadSsml | string {
  const outer =
    /^<speak version="1\.0" xmlns="http:\/\/www\.w3\.org\/2001\/10\/synthesis" xmlns:mstts="http:\/\/www\.w3\.org\/2001\/mstts" xml:lang="[a-z]{2,3}-[A-Z]{2}"><voice name="([^"]+)"(?: parameters="[^"]*")?>(.*)<\/voice><\/speak>$/s;
  const [, voice = '', inner = ''] = outer.exec(ssml) ?? [];
  if (voice === '') return 'SSML parsing error: speak and voice';
  const around: string[] = [];
  let text = inner;
  for (;;) {
    const [, open = '', name = '', content = '', close = ''] =
      /^<((lang|prosody|mstts:express-as)(?: [a-z:]+="[^"<]*")+)>(.*)<\/([^>]+)>$/s.exec(text) ?? [];
    if (open === '') break;
    if (name !== close) return `SSML parsing error: ${name} is closed by ${close}`;
    around.push(open);
    text = content;
  }
  if (/[<>"']|&(?!(?:amp|lt|gt|quot|apos);)/.test(text)) return 'SSML parsing error: the text';
  if (voice.includes(':DragonHD') && around.some((element) => !element.startsWith('lang'))) {
    return `Synthesis failed: ${voice} supports neither prosody nor express-as`;
  }
  const rate = Number(/rate="([\d.]+)"/.exec(around.join(' '))?.[1] ?? 1);
  if (rate < 0.5 || rate > 2) return 'Synthesis failed: rate';
  return { voice, text: unescape(text), rate, around };
}

function unescape(text: string): string {
  const characters: Record<string, string | undefined> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replaceAll(/&([a-z]+);/g, (whole, name: string) => characters[name] ?? whole);
}
