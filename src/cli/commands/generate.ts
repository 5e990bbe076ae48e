import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import {
  type ConversationOutput,
  conversationWaveforms,
  drawConversation,
  type EncodingOptions,
  type PreparedConversation,
  prepareConversation,
  writeConversation,
} from '../../generate/index.ts';
import { type AudioFormat, createWritableSink, fileExtension, formatFromPath } from '../../media/index.ts';
import { printTimeline, toSrt, toWebVtt } from '../../timeline/index.ts';
import type { Command, CommandContext, Invocation } from '../command.ts';
import { UsageError } from '../errors.ts';
import { checkWritable, standardStream, writeText } from '../files.ts';
import { createProgress } from '../progress.ts';
import { prepareOptions, readScriptArgument, scriptOptions, showProgress } from '../script-options.ts';

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
    'sample-rate': { description: 'Hz (default: that of the voices)', value: 'HZ' },
    bitrate: { description: 'bits a second of mp3 and opus', value: 'N' },
    loudness: { description: 'LUFS of the programme (default -16, mono -19)', value: 'LUFS' },
    'keep-levels': { description: 'leave levels as the voices made them' },
  },
  examples: [
    'duologue generate talk.dialogue -o talk.wav --captions talk.vtt',
    'duologue generate talk.dialogue -o talk.mp3 --layout stereo --register podcast',
    'duologue generate talk.dialogue -o - --format wav --layout mono | play -',
  ],

  async run(invocation, context) {
    checkOutputs(invocation);
    await checkFolders(invocation);
    const script = await readScriptArgument(invocation, context);
    const progress = createProgress(context.terminal, invocation.flag('quiet') || invocation.flag('json'));
    const onProgress = showProgress(progress);
    const rate = invocation.number('sample-rate', { from: 8000, to: 192_000 });
    const target = invocation.number('loudness', { from: -70, to: -5 });
    try {
      await using prepared = await prepareConversation({
        ...prepareOptions(invocation, script, context),
        onProgress,
        ...(rate === undefined ? {} : { sampleRate: rate }),
        loudness: {
          levels: invocation.flag('keep-levels') ? 'keep' : 'even',
          ...(target === undefined ? {} : { target }),
        },
      });
      const outputs = await audioOutputs(invocation, prepared);
      await writeConversation(prepared, outputs, { signal: context.signal, onProgress });
      await writeDocuments(invocation, prepared, context);
      progress.end();
      await report(invocation, prepared, context);
    } finally {
      progress.end();
    }
  },
};

/** Everything that can be known to be wrong before a word is spoken. */
function checkOutputs(invocation: Invocation): void {
  const wanted = ['output', 'mix', 'stems', 'timeline', 'captions', 'picture'];
  const named = wanted.flatMap((name) => invocation.texts(name));
  if (named.length === 0) throw new UsageError('Nothing to write: name a file with -o FILE.', 'generate');
  const files = named.filter((path) => path !== standardStream).map((path) => resolve(path));
  const twice = files.find((path, index) => files.indexOf(path) !== index);
  if (twice !== undefined)
    throw new UsageError(`${basename(twice)} is named twice: each result needs its own file.`);
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

async function audioOutputs(
  invocation: Invocation,
  prepared: PreparedConversation,
): Promise<ConversationOutput[]> {
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
    await mkdir(stems, { recursive: true });
    const format = formats.find((candidate) => candidate === invocation.text('format')) ?? 'wav';
    for (const { id } of prepared.timeline.speakers) {
      outputs.push(
        toOutput(join(stems, `${id}${fileExtension(format)}`), { ...encoding, format, layout: { stem: id } }),
      );
    }
  }
  return outputs;
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
  context: CommandContext,
): Promise<void> {
  const { timeline, warnings } = prepared;
  const files = ['output', 'mix', 'stems', 'timeline', 'captions', 'picture'].flatMap((name) =>
    invocation.texts(name),
  );
  if (invocation.flag('json')) {
    const { duration, utterances, speakers } = timeline;
    const result = { duration, utterances: utterances.length, speakers, files, warnings };
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
