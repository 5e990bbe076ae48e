import { type CaptionOptions, toSrt, toWebVtt } from '../../timeline/index.ts';
import type { Command, Invocation } from '../command.ts';
import { UsageError } from '../errors.ts';
import { readTimeline, writeText } from '../files.ts';

export const captionsCommand: Command = {
  name: 'captions',
  summary: 'captions of a timeline, in WebVTT or SRT',
  positionals: [{ name: 'TIMELINE' }],
  options: {
    output: { description: 'where to; standard output by default', value: 'FILE', short: 'o' },
    format: {
      description: 'default: by the name of FILE, else vtt',
      value: 'FORMAT',
      choices: ['vtt', 'srt'],
    },
    'line-length': { description: 'most characters in a line (default 42)', value: 'N' },
    lines: { description: 'most lines in a cue (default 2)', value: 'N' },
    'cue-duration': { description: 'longest cue, in seconds (default 7)', value: 'SECONDS' },
    'reading-speed': { description: 'most characters a second, where the next cue leaves room', value: 'N' },
    'no-labels': { description: 'without the names of the speakers' },
    'no-backchannels': { description: 'without the listener\'s "mm-hm"' },
  },
  examples: ['duologue captions timeline.json -o captions.srt'],

  async run(invocation, context) {
    const [path = ''] = invocation.positionals;
    const timeline = await readTimeline(path, context.signal);
    const output = invocation.text('output');
    const options = captionOptions(invocation);
    const captions =
      captionFormat(invocation, output) === 'srt' ? toSrt(timeline, options) : toWebVtt(timeline, options);
    await writeText(captions, output, context);
  },
};

function captionFormat(invocation: Invocation, output: string | undefined): string {
  const extension = /\.(vtt|srt)$/i.exec(output ?? '')?.[1]?.toLowerCase();
  const asked = invocation.text('format');
  if (output !== undefined && output !== '-' && extension === undefined && asked === undefined) {
    throw new UsageError(`${output} ends in neither .vtt nor .srt: say which with --format.`, 'captions');
  }
  return asked ?? extension ?? 'vtt';
}

function captionOptions(invocation: Invocation): CaptionOptions {
  const lineLength = invocation.number('line-length', { from: 8, to: 200 });
  const lines = invocation.number('lines', { from: 1, to: 10 });
  const cueDuration = invocation.number('cue-duration', { from: 0.5, to: 60 });
  const readingSpeed = invocation.number('reading-speed', { from: 1, to: 100 });
  return {
    ...(lineLength === undefined ? {} : { maxLineLength: lineLength }),
    ...(lines === undefined ? {} : { maxLinesPerCue: lines }),
    ...(cueDuration === undefined ? {} : { maxCueDurationMs: cueDuration * 1000 }),
    ...(readingSpeed === undefined ? {} : { readingSpeed }),
    ...(invocation.flag('no-labels') ? { labels: false } : {}),
    ...(invocation.flag('no-backchannels') ? { backchannels: false } : {}),
  };
}
