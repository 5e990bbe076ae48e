import { type CaptionCue, cuesWithLabels } from './caption-cues.ts';
import type { CaptionOptions } from './caption-options.ts';
import type { Timeline } from './types.ts';

/** Breaks up what a reader of SRT would take for mark-up, and is not seen itself. */
const wordJoiner = '\u2060';

/** WebVTT with a voice span for each speaker: `<v Ann>So what do you think?` */
export function toWebVtt(timeline: Timeline, options: CaptionOptions = {}): string {
  const { labels = true } = options;
  const cues = cuesWithLabels(timeline, options, () => '').map((cue) => {
    const lines = cue.lines.map(escapeVtt).join('\n');
    const label = labels ? `<v ${escapeVtt(cue.name)}>` : '';
    return `${printTime(cue.start, '.')} --> ${printTime(cue.end, '.')}\n${label}${lines}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

/** SubRip, with the speaker's name in capitals: `ANN: So what do you think?` */
export function toSrt(timeline: Timeline, options: CaptionOptions = {}): string {
  const { labels = true } = options;
  const cues = cuesWithLabels(timeline, options, srtLabel).map((cue: CaptionCue, index) => {
    const lines = cue.lines.map(escapeSrt).join('\n');
    const times = `${printTime(cue.start, ',')} --> ${printTime(cue.end, ',')}`;
    return `${index + 1}\n${times}\n${labels ? srtLabel(cue.name) : ''}${lines}\n`;
  });
  return cues.join('\n');
}

function srtLabel(name: string): string {
  return `${escapeSrt(name).toUpperCase()}: `;
}

function escapeVtt(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** SRT has no escapes, but its readers take `<i>`, `{\an8}` and `-->` for more than text. */
function escapeSrt(text: string): string {
  return text
    .replaceAll('-->', `--${wordJoiner}>`)
    .replaceAll(/<(?=[/!?\p{L}])/gu, `<${wordJoiner}`)
    .replaceAll('{\\', `{${wordJoiner}\\`);
}

/** Seconds to `01:02:03.004`. */
function printTime(time: number, point: string): string {
  const milliseconds = Math.round(time * 1000);
  const hours = twoDigits(milliseconds / 3_600_000);
  const minutes = twoDigits((milliseconds / 60_000) % 60);
  const seconds = twoDigits((milliseconds / 1000) % 60);
  return `${hours}:${minutes}:${seconds}${point}${`${milliseconds % 1000}`.padStart(3, '0')}`;
}

function twoDigits(value: number): string {
  return `${Math.floor(value)}`.padStart(2, '0');
}
