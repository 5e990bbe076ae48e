import { extname } from 'node:path';
import { sniffAudio } from '../../media/index.ts';
import {
  printDialogueTags,
  printScript,
  readScript,
  type Script,
  scriptToTurns,
} from '../../script/index.ts';
import { parseTimeline, type Timeline, toSrt, toWebVtt, transcript } from '../../timeline/index.ts';
import type { Command } from '../command.ts';
import { convertAudio } from '../convert-audio.ts';
import { UsageError } from '../errors.ts';
import { isAudioPath, readBytes, readText, writeText } from '../files.ts';

export const convertCommand: Command = {
  name: 'convert',
  summary: 'audio to another format, a script to another form, a timeline to text',
  positionals: [{ name: 'IN' }, { name: 'OUT' }],
  options: {
    'sample-rate': { description: 'Hz, audio only (default: that of IN)', value: 'HZ' },
    'bit-depth': { description: 'of wav, flac and pcm', value: 'BITS', choices: ['16', '24', '32', 'float'] },
    bitrate: { description: 'bits a second of mp3 and opus', value: 'N' },
    'allow-truncated': { description: 'of audio that is cut short, take what is there' },
    'raw-rate': { description: 'IN is headerless 16-bit samples at this rate', value: 'HZ' },
    'raw-channels': { description: 'and has so many channels (default 1)', value: 'N' },
  },
  examples: [
    'duologue convert talk.wav talk.mp3 --bitrate 96000',
    'duologue convert talk.dialogue turns.json',
    'duologue convert talk.dialogue tags.txt',
    'duologue convert timeline.json transcript.txt',
  ],

  async run(invocation, context) {
    const [from = '', to = ''] = invocation.positionals;
    if (isAudioPath(to)) {
      await convertAudio(from, to, invocation, context);
      return;
    }
    const form = textForm(to);
    const bytes = await readBytes(from, context.signal);
    const { kind } = sniffAudio(bytes);
    if (!['text', 'json', 'unknown', 'empty', 'html'].includes(kind)) {
      throw new UsageError(
        `${from} is audio (${kind}), and ${to} is not the name of an audio file.`,
        'convert',
      );
    }
    const text = await readText(from, context.signal);
    const converted = isTimeline(text)
      ? printTimelineAs(form, parseTimeline(text), to)
      : printScriptAs(form, readScript(text, { path: from }));
    await writeText(converted, to, context);
  },
};

const textForms = ['.dialogue', '.json', '.txt', '.vtt', '.srt'] as const;
type TextForm = (typeof textForms)[number];

function textForm(path: string): TextForm {
  const extension = extname(path).toLowerCase();
  const form = textForms.find((candidate) => candidate === extension);
  if (form === undefined) {
    throw new UsageError(
      `${path} names no form that is known: use .wav, .flac, .mp3, .opus or .pcm for audio, ${textForms.join(', ')} for text.`,
      'convert',
    );
  }
  return form;
}

function isTimeline(text: string): boolean {
  return /^\s*\{/.test(text) && /"utterances"\s*:/.test(text);
}

function printTimelineAs(form: TextForm, timeline: Timeline, path: string): string {
  if (form === '.vtt') return toWebVtt(timeline);
  if (form === '.srt') return toSrt(timeline);
  if (form === '.txt') return transcript(timeline);
  throw new UsageError(`A timeline becomes .vtt, .srt or .txt; ${path} is none of them.`, 'convert');
}

function printScriptAs(form: TextForm, script: Script): string {
  if (form === '.dialogue') return printScript(script);
  if (form === '.json') return `${JSON.stringify({ turns: scriptToTurns(script) }, null, 2)}\n`;
  if (form === '.txt') return printDialogueTags(script);
  throw new UsageError('Captions need times, and a script has none: generate a timeline first.', 'convert');
}
