import { suggest } from '../timeline/index.ts';
import type { GenerateOptions, OutputOptions } from './generate-conversation.ts';
import { GenerateError } from './generate-error.ts';
import type { GenerateSpeechOptions } from './generate-speech.ts';
import type { ConversationOptions, LoudnessOptions, PrepareOptions, ScriptInput } from './options.ts';
import type { PlanConversationOptions } from './plan-conversation.ts';
import type { SpeechOptions } from './speech-options.ts';
import type { SpeechSdkOptions } from './speech-sdk-options.ts';

/** Complete by its type: an option that is added has to be entered. */
type NamesOf<Options> = Readonly<Record<keyof Options, true>>;

const input = {
  script: true,
  voices: true,
  turns: true,
  model: true,
  language: true,
} satisfies NamesOf<ScriptInput>;

const conversation = {
  providers: true,
  style: true,
  gapMs: true,
  register: true,
  seed: true,
  backchannels: true,
  interruptions: true,
  timing: true,
  id: true,
  maxConcurrency: true,
  loudness: true,
  delivery: true,
  deliveries: true,
  pronunciations: true,
  connections: true,
  fallback: true,
  cache: true,
  onError: true,
  engine: true,
  path: true,
  wordTimes: true,
  signal: true,
  onProgress: true,
} satisfies NamesOf<ConversationOptions>;

const speechSdk = {
  abortSignal: true,
  normalizeVolume: true,
  volumeDbfs: true,
  timestamps: true,
  speed: true,
  instructions: true,
  providerOptions: true,
  apiKey: true,
  headers: true,
  maxRetries: true,
  maxInputChars: true,
} satisfies NamesOf<SpeechSdkOptions>;

const output = {
  format: true,
  layout: true,
  bitDepth: true,
  bitrate: true,
  sampleRate: true,
  stems: true,
} satisfies NamesOf<OutputOptions>;

const loudness = { levels: true, target: true, truePeak: true } satisfies NamesOf<LoudnessOptions>;

const manner = { ...input, ...conversation, ...speechSdk };

export const prepareNames = { ...manner, sampleRate: true } satisfies NamesOf<
  PrepareOptions & SpeechSdkOptions
>;

export const generateNames = { ...manner, output: true, splitTurns: true } satisfies NamesOf<GenerateOptions>;

export const planNames = {
  ...generateNames,
  sampleRate: true,
  prices: true,
} satisfies NamesOf<PlanConversationOptions>;

export const streamSpeechNames = {
  text: true,
  voice: true,
  model: true,
  language: true,
  providers: true,
  output: true,
  pronunciations: true,
  connections: true,
  cache: true,
  speed: true,
  instructions: true,
  providerOptions: true,
  apiKey: true,
  headers: true,
  maxRetries: true,
  maxInputChars: true,
  maxConcurrency: true,
  signal: true,
  abortSignal: true,
} satisfies NamesOf<SpeechOptions>;

export const generateSpeechNames = {
  ...streamSpeechNames,
  timestamps: true,
  volumeDbfs: true,
} satisfies NamesOf<GenerateSpeechOptions>;

/** Refuses options that nobody reads, whose writer would wait for their effect. */
export function checkOptionNames(options: object, names: Readonly<Record<string, true>>): void {
  refuseUnknown('', options, names);
  for (const [name, value] of Object.entries(options)) {
    if (typeof value !== 'object' || value === null) continue;
    if (name === 'output') refuseUnknown('output.', value, output);
    if (name === 'loudness') refuseUnknown('loudness.', value, loudness);
  }
}

function refuseUnknown(place: string, options: object, names: Readonly<Record<string, true>>): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    const inside = Object.hasOwn(names, 'output') && Object.hasOwn(output, name);
    const near = inside ? `output.${name}` : suggest(name, Object.keys(names));
    const field = `${place}${name}`;
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    throw new GenerateError(`${field}: there is no such option${hint}`, { field });
  }
}

/** What is said, and by whom, goes together in two ways: a script with voices, or turns with a model. */
export function checkInput(options: Partial<Record<keyof ScriptInput, unknown>>): void {
  const isGiven = (name: keyof ScriptInput): boolean => options[name] !== undefined;
  if (isGiven('script')) {
    if (isGiven('turns')) refuse('turns', 'there is a script too: drop one of them.');
    if (isGiven('model')) {
      refuse(
        'model',
        'it is for turns, and there is a script: drop it, and give each speaker one of `voices`.',
      );
    }
    if (isGiven('language')) {
      refuse('language', 'it is for turns, and there is a script, which says its own: drop it.');
    }
  }
  if (isGiven('turns') && isGiven('voices')) {
    refuse('voices', 'it is for a script, and there are turns: drop it, and give each turn its voice.');
  }
}

function refuse(field: string, remedy: string): never {
  throw new GenerateError(`${field}: ${remedy}`, { field });
}
