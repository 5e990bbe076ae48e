import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resample } from '../../dsp/index.ts';
import { createAudioEncoder, formatFromPath, openFileSink } from '../../media/index.ts';
import {
  collectSpeech,
  createCatalogue,
  findDialoSpeech,
  isProviderName,
  openEmbeddedVoices,
  openProvider,
  providerNames,
  type VoiceCatalogue,
  type VoiceDescription,
} from '../../voices/index.ts';
import type { Command, CommandContext, Invocation } from '../command.ts';
import { UsageError } from '../errors.ts';
import { playFile } from '../play-file.ts';
import { serviceOptions } from '../service-options.ts';
import { connectionsOf, readSettings } from '../settings.ts';
import { formatTable } from '../table.ts';

const pauseBetween = 0.4;

const sampleTexts: Readonly<Record<string, string>> = {
  en: 'Hello. This is what I sound like when we talk.',
  cmn: '你好，我说话的声音就是这样的。',
  zh: '你好，我说话的声音就是这样的。',
  de: 'Hallo, so klinge ich, wenn wir reden.',
  es: 'Hola, así sueno cuando hablamos.',
  fr: 'Bonjour, voilà ma voix quand nous parlons.',
  it: 'Ciao, ecco come suono quando parliamo.',
  pt: 'Olá, é assim que eu soo quando falamos.',
};

export const voicesCommand: Command = {
  name: 'voices',
  summary: 'the voices there are, and what they sound like',
  positionals: [{ name: 'VOICE', optional: true, many: true }],
  options: {
    provider: {
      description: 'the voices that this service is known to have',
      value: 'NAME',
      choices: providerNames,
    },
    language: { description: 'only those that speak this language, such as en or zh', value: 'TAG' },
    all: { description: 'list every language’s voices, one a line' },
    sample: {
      description: 'let the named voices (default: those of the table) speak into a file',
      value: 'FILE',
    },
    play: { description: 'let them speak aloud' },
    text: { description: 'what they say', value: 'TEXT' },
    config: serviceOptions.config,
  },
  examples: [
    'duologue voices --language zh',
    'duologue voices --provider openai',
    'duologue voices flite/rms --play',
    'duologue voices flite/slt flite/rms --sample two.wav --text "Shall we go?"',
  ],

  async run(invocation, context) {
    const service = invocation.text('provider');
    await using voices = await openVoices(invocation);
    const listed = selectVoices(invocation, voices);
    const chosen =
      service !== undefined || invocation.positionals.length > 0 || invocation.text('language') !== undefined;
    const shown = chosen || invocation.flag('all') ? listed : chosenFew(listed);
    const sample = invocation.text('sample');
    if (sample === undefined && !invocation.flag('play')) {
      if (invocation.flag('json')) await printAsJson(listed, context);
      else await printTable(shown, listed, context);
      return;
    }
    if (sample !== undefined) await writeSample(sample, shown, voices, invocation, context);
    if (invocation.flag('play')) await playSample(shown, voices, invocation, context);
  },
};

/** Those of the service that is asked for; else the embedded ones, and those of services that are named. */
async function openVoices(invocation: Invocation): Promise<VoiceCatalogue> {
  const service = invocation.text('provider');
  const named = invocation.positionals.map((id) => id.split('/')[0] ?? '').filter(isProviderName);
  const names = [...new Set(service === undefined ? named : [service])];
  const neural = service === undefined ? await findDialoSpeech() : undefined;
  if (names.length === 0 && neural === undefined) return openEmbeddedVoices();
  const here = neural === undefined ? [] : [neural];
  const connections = connectionsOf((await readSettings(invocation.text('config'))).settings);
  const services = await Promise.all(names.map((name) => openProvider(name, connections[name])));
  if (service !== undefined) return createCatalogue(services);
  return createCatalogue([...(await openEmbeddedVoices()).providers, ...here, ...services]);
}

function selectVoices(invocation: Invocation, voices: VoiceCatalogue): readonly VoiceDescription[] {
  const named = invocation.positionals.map((id) => voices.find(id));
  const language = invocation.text('language')?.toLowerCase();
  const all = named.length > 0 ? named : voices.list();
  const fitting = language === undefined ? all : all.filter((voice) => speaks(voice, language));
  if (all.length === 0) {
    throw new UsageError(
      `${invocation.text('provider')} lists no voices: name one by its id, as its account does.`,
      'voices',
    );
  }
  if (fitting.length === 0) {
    throw new UsageError(
      `No voice speaks '${invocation.text('language')}'; duologue voices lists what there is.`,
      'voices',
    );
  }
  return fitting;
}

function speaks({ languages }: VoiceDescription, language: string): boolean {
  const wanted = language === 'zh' ? ['zh', 'cmn'] : [language];
  return languages.some((tag) => wanted.some((prefix) => `${tag.toLowerCase()}-`.startsWith(`${prefix}-`)));
}

/** A language with fewer voices than this is named in one line with others like it. */
const worthRows = 3;

/** Those of languages with several: nobody reads a list of hundreds. */
function chosenFew(listed: readonly VoiceDescription[]): readonly VoiceDescription[] {
  const counts = new Map<string, number>();
  for (const voice of listed) counts.set(mainLanguage(voice), (counts.get(mainLanguage(voice)) ?? 0) + 1);
  return listed.filter((voice) => (counts.get(mainLanguage(voice)) ?? 0) >= worthRows);
}

async function printTable(
  shown: readonly VoiceDescription[],
  listed: readonly VoiceDescription[],
  { terminal }: CommandContext,
): Promise<void> {
  const rows = shown.map(({ id, name, languages, gender, accent, throat, sampleRate }) => [
    id,
    name,
    shortList(languages),
    gender ?? '',
    accent ?? '',
    throat === undefined ? '' : `${Math.round(throat.pitch)} Hz`,
    `${sampleRate / 1000} kHz`,
  ]);
  const header = ['voice', 'name', 'languages', 'gender', 'accent', 'pitch', 'rate'];
  await terminal.out(formatTable([header, ...rows], { header: true }));
  const others = new Set(listed.filter((voice) => !shown.includes(voice)).map(mainLanguage));
  if (others.size === 0) return;
  const names = [...others].toSorted().join(' ');
  await terminal.out(
    `\nand voices in ${others.size} more languages and accents (list them with --all or --language TAG):\n${names}\n`,
  );
}

/** A service's voice may have dozens. */
const mostNamed = 5;

function shortList(languages: readonly string[]): string {
  if (languages.includes('mul')) return [...languages.filter((tag) => tag !== 'mul'), 'many'].join(', ');
  const more = languages.length - mostNamed;
  return more <= 1 ? languages.join(', ') : `${languages.slice(0, mostNamed).join(', ')} and ${more} more`;
}

function mainLanguage({ languages }: VoiceDescription): string {
  return languages[0] ?? '';
}

async function printAsJson(listed: readonly VoiceDescription[], { terminal }: CommandContext): Promise<void> {
  const plain = listed.map(({ id, name, languages, gender, accent, sampleRate, throat }) => {
    return { id, name, languages, gender, accent, sampleRate, throat };
  });
  await terminal.out(`${JSON.stringify(plain, null, 2)}\n`);
}

async function writeSample(
  path: string,
  listed: readonly VoiceDescription[],
  voices: VoiceCatalogue,
  invocation: Invocation,
  { signal, terminal }: CommandContext,
): Promise<void> {
  const format = formatFromPath(path);
  const sampleRate = Math.max(...listed.map((voice) => voice.sampleRate));
  const encoder = await createAudioEncoder({
    format,
    sampleRate,
    channels: 1,
    sink: await openFileSink(path),
  });
  try {
    for (const { id, languages } of listed) {
      const text = invocation.text('text') ?? sampleText(languages[0] ?? 'en');
      const speech = await collectSpeech(voices.find(id), { text }, { signal });
      if (!invocation.flag('quiet'))
        for (const warning of speech.warnings) terminal.say(`warning: ${id}: ${warning}\n`);
      await encoder.write([resample(speech.audio, sampleRate).samples]);
      await encoder.write([new Float32Array(Math.round(pauseBetween * sampleRate))]);
    }
    await encoder.close();
  } finally {
    await encoder.abort();
  }
}

function sampleText(language: string): string {
  const [primary = 'en'] = language.split('-');
  return sampleTexts[primary] ?? '1, 2, 3, 4, 5.';
}

async function playSample(
  listed: readonly VoiceDescription[],
  voices: VoiceCatalogue,
  invocation: Invocation,
  context: CommandContext,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-'));
  try {
    const path = join(folder, 'sample.wav');
    await writeSample(path, listed, voices, invocation, context);
    await playFile(path, { signal: context.signal, instead: 'use --sample FILE' });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
