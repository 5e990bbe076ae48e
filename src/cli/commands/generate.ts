import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  type ConversationOutput,
  checkEncoding,
  conversationWaveforms,
  drawConversation,
  type EncodingOptions,
  type PreparedConversation,
  type PrepareOptions,
  prepareConversation,
  writeConversation,
} from '../../generate/index.ts';
import {
  type AudioFormat,
  createWritableSink,
  fileExtension,
  fileSystemError,
  formatFromPath,
} from '../../media/index.ts';
import type { Script } from '../../script/index.ts';
import { printTimeline, toSrt, toWebVtt } from '../../timeline/index.ts';
import type { Command, CommandContext, Invocation } from '../command.ts';
import { UsageError } from '../errors.ts';
import { checkWritable, realPlace, standardStream, writeText } from '../files.ts';
import { createProgress } from '../progress.ts';
import { prepareOptions, readScriptArgument, scriptOptions, showProgress } from '../script-options.ts';
import { checkCost, readServices, serviceOptions } from '../service-options.ts';

const layouts = ['tracks', 'stereo', 'mono'] as const;
const formats: readonly AudioFormat[] = ['wav', 'flac', 'mp3', 'ogg-opus', 'pcm'];

export const generateCommand: Command = {
  name: 'generate',
  summary: 'a conversation from a script',
  positionals: [{ name: 'SCRIPT' }],
  options: {
    output: {
      description: 'the audio; its format by its name; - is standard output',
      value: 'FILE',
      short: 'o',
    },
    layout: { description: 'a track for each speaker, or mixed', value: 'LAYOUT', choices: layouts },
    format: {
      description: 'the format, where the name of FILE does not say',
      value: 'FORMAT',
      choices: formats,
    },
    mix: { description: 'also the mix, in stereo', value: 'FILE' },
    stems: { description: 'also a file for each speaker', value: 'DIR' },
    timeline: { description: 'also the timeline, as JSON', value: 'FILE' },
    captions: { description: 'also captions: .vtt or .srt', value: 'FILE' },
    picture: { description: 'also a picture, as SVG', value: 'FILE' },
    ...scriptOptions,
    ...serviceOptions,
    'max-cost': {
      description: 'refuse what would cost more, by the prices in the settings',
      value: 'AMOUNT',
    },
    resume: { description: 'go on from what the cache has, and say how much that is' },
    partial: { description: 'leave out the turns that no voice can say, and tell which' },
    'sample-rate': { description: 'Hz (default: that of the voices)', value: 'HZ' },
    bitrate: { description: 'bits a second of mp3 and opus', value: 'N' },
    loudness: { description: 'LUFS of the programme (default -16, mono -19)', value: 'LUFS' },
    'keep-levels': { description: 'leave levels as the voices made them' },
  },
  examples: [
    'duologue generate talk.dialogue -o talk.wav --captions talk.vtt',
    'duologue generate talk.dialogue -o talk.mp3 --layout stereo --register podcast',
    'duologue generate talk.dialogue -o - --format wav --layout mono | play -',
    'duologue generate talk.dialogue -o talk.wav --voice ann=openai/tts-1:alloy --max-cost 0.50',
  ],

  async run(invocation, context) {
    await checkOutputs(invocation);
    await checkFolders(invocation);
    const script = await readScriptArgument(invocation, context);
    const outputs = audioOutputs(invocation, script);
    const progress = createProgress(context.terminal, invocation.flag('quiet') || invocation.flag('json'));
    const onProgress = showProgress(progress);
    const rate = invocation.number('sample-rate', { from: 8000, to: 192_000 });
    const target = invocation.number('loudness', { from: -70, to: -5 });
    await checkAudio(outputs, script, rate);
    await requireDistinct(resultPaths(invocation, outputs));
    const services = await readServices(invocation, context);
    const options: PrepareOptions = { ...prepareOptions(invocation, script, context), ...services.options };
    await checkCost(invocation, options, services, context);
    await makeStemsFolder(invocation.text('stems'));
    try {
      await using prepared = await prepareConversation({
        ...options,
        ...(invocation.flag('partial') ? { onError: 'partial' as const } : {}),
        onProgress,
        ...(rate === undefined ? {} : { sampleRate: rate }),
        loudness: {
          levels: invocation.flag('keep-levels') ? 'keep' : 'even',
          ...(target === undefined ? {} : { target }),
        },
      });
      const raised = await writeConversation(prepared, outputs, { signal: context.signal, onProgress });
      await writeDocuments(invocation, prepared, context);
      progress.end();
      await report(invocation, prepared, raised, context);
    } finally {
      progress.end();
    }
  },
};

/** Everything that can be known to be wrong before a word is spoken. */
async function checkOutputs(invocation: Invocation): Promise<void> {
  const wanted = ['output', 'mix', 'stems', 'timeline', 'captions', 'picture'];
  const named = wanted.flatMap((name) => invocation.texts(name));
  if (named.length === 0) throw new UsageError('Nothing to write: name a file with -o FILE.', 'generate');
  await requireDistinct(named);
  if (named.filter((path) => path === standardStream).length > 1) {
    throw new UsageError('Only one result can go to standard output.', 'generate');
  }
  if (named.includes(standardStream) && invocation.flag('json')) {
    throw new UsageError('--json prints to standard output, so nothing else can: name a file.', 'generate');
  }
  const captions = invocation.text('captions');
  if (captions !== undefined && !/\.(vtt|srt)$/i.test(captions)) {
    throw new UsageError(
      `--captions takes a file ending in .vtt or .srt; '${captions}' does not.`,
      'generate',
    );
  }
  const output = invocation.text('output');
  if (output !== undefined) outputFormat(invocation, output);
  const mix = invocation.text('mix');
  if (mix !== undefined) formatFromPath(mix);
}

/** One file under two names, through a link, is one file too. */
async function requireDistinct(paths: readonly string[]): Promise<void> {
  const known = new Set<string>();
  for (const path of paths) {
    if (path === standardStream) continue;
    const place = await realPlace(path);
    if (known.has(place)) {
      throw new UsageError(`${basename(path)} is named twice: each result needs its own file.`, 'generate');
    }
    known.add(place);
  }
}

/** A missing folder or permission would otherwise be found after all the work. */
async function checkFolders(invocation: Invocation): Promise<void> {
  const files = ['output', 'mix', 'timeline', 'captions', 'picture'].flatMap((name) =>
    invocation.texts(name),
  );
  for (const path of files) if (path !== standardStream) await checkWritable(path);
}

function outputFormat(invocation: Invocation, path: string): AudioFormat {
  const asked = formats.find((format) => format === invocation.text('format'));
  if (asked !== undefined) return asked;
  return path === standardStream ? 'wav' : formatFromPath(path);
}

function audioOutputs(invocation: Invocation, script: Script): ConversationOutput[] {
  const outputs: ConversationOutput[] = [];
  const bitrate = invocation.number('bitrate', { from: 8000, to: 512_000 });
  const encoding = bitrate === undefined ? {} : { bitrate };
  const output = invocation.text('output');
  if (output !== undefined) {
    const layout = layouts.find((candidate) => candidate === invocation.text('layout'));
    outputs.push(
      toOutput(output, {
        ...encoding,
        format: outputFormat(invocation, output),
        ...(layout === undefined ? {} : { layout }),
      }),
    );
  }
  const mix = invocation.text('mix');
  if (mix !== undefined)
    outputs.push(toOutput(mix, { ...encoding, format: formatFromPath(mix), layout: 'stereo' }));
  const stems = invocation.text('stems');
  if (stems !== undefined) {
    const format = formats.find((candidate) => candidate === invocation.text('format')) ?? 'wav';
    for (const { id } of script.speakers) {
      outputs.push(
        toOutput(join(stems, `${id}${fileExtension(format)}`), { ...encoding, format, layout: { stem: id } }),
      );
    }
  }
  return outputs;
}

/** A layout or rate that a format cannot hold would otherwise be found after all the work. */
async function checkAudio(
  outputs: readonly ConversationOutput[],
  script: Script,
  sampleRate: number | undefined,
): Promise<void> {
  const speakers = script.speakers.map(({ id }) => id);
  for (const { format, layout, bitrate } of outputs) {
    const encoding = {
      ...(format === undefined ? {} : { format }),
      ...(layout === undefined ? {} : { layout }),
      ...(bitrate === undefined ? {} : { bitrate }),
    };
    await checkEncoding(encoding, speakers, sampleRate);
  }
}

/** Every file there will be, the stems among them. */
function resultPaths(invocation: Invocation, outputs: readonly ConversationOutput[]): string[] {
  const documents = ['timeline', 'captions', 'picture'].flatMap((name) => invocation.texts(name));
  return [...documents, ...outputs.flatMap((output) => ('path' in output ? [output.path] : []))];
}

async function makeStemsFolder(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw fileSystemError(cause, 'write', path);
  }
}

function toOutput(path: string, encoding: EncodingOptions): ConversationOutput {
  return path === standardStream
    ? { ...encoding, sink: createWritableSink(process.stdout) }
    : { ...encoding, path };
}

async function writeDocuments(
  invocation: Invocation,
  prepared: PreparedConversation,
  context: CommandContext,
): Promise<void> {
  const { timeline } = prepared;
  const timelinePath = invocation.text('timeline');
  if (timelinePath !== undefined) await writeText(printTimeline(timeline), timelinePath, context);
  const captions = invocation.text('captions');
  if (captions !== undefined) {
    await writeText(/\.srt$/i.test(captions) ? toSrt(timeline) : toWebVtt(timeline), captions, context);
  }
  const picture = invocation.text('picture');
  if (picture !== undefined) {
    const waveforms = await conversationWaveforms(prepared, { signal: context.signal });
    await writeText(drawConversation({ timeline, waveforms }), picture, context);
  }
}

async function report(
  invocation: Invocation,
  prepared: PreparedConversation,
  raised: readonly string[],
  context: CommandContext,
): Promise<void> {
  const { timeline, metadata } = prepared;
  const warnings = [...prepared.warnings, ...raised];
  const files = ['output', 'mix', 'stems', 'timeline', 'captions', 'picture'].flatMap((name) =>
    invocation.texts(name),
  );
  if (invocation.flag('json')) {
    const { utterances, speakers } = timeline;
    const missing = prepared.missing.map(({ turnIndex, speaker, error }) => ({
      turnIndex,
      speaker,
      error: error.message,
    }));
    const result = { ...metadata, utterances: utterances.length, speakers, files, missing, warnings };
    await context.terminal.out(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  if (invocation.flag('quiet')) return;
  for (const warning of warnings) context.terminal.say(`warning: ${warning}\n`);
  const minutes = `${Math.floor(timeline.duration / 60)}:${(timeline.duration % 60).toFixed(1).padStart(4, '0')}`;
  const folders = new Set(files.filter((path) => path !== standardStream).map((path) => dirname(path)));
  const place = folders.size === 1 ? ` in ${[...folders][0]}` : '';
  const names = files.map((path) => (folders.size === 1 ? basename(path) : path)).join(', ');
  context.terminal.say(
    `${minutes} of conversation, ${timeline.utterances.length} utterances by ${timeline.speakers.length} speakers${place}: ${names}\n`,
  );
}
