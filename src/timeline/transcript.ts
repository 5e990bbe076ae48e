import { speakerName } from './speech.ts';
import type { Timeline } from './types.ts';

export type TranscriptOptions = {
  /** Whether each line begins with its time. Default true. */
  readonly times?: boolean;
  /** Whether the listeners' `mm-hm` are in it. Default true. */
  readonly backchannels?: boolean;
};

/** Who said what, a line for each utterance: `0:04.25 Ann: So what do you think?` */
export function transcript(
  timeline: Timeline,
  { times = true, backchannels = true }: TranscriptOptions = {},
): string {
  const lines = timeline.utterances
    .filter(({ kind }) => backchannels || kind !== 'backchannel')
    .map(({ speaker, start, text, kind }) => {
      const name = oneLine(speakerName(timeline, speaker) ?? speaker);
      const said = kind === 'backchannel' ? `(${oneLine(text)})` : oneLine(text);
      return `${times ? `${clockTime(start)} ` : ''}${name}: ${said}\n`;
    });
  return lines.join('');
}

/** `3725.5` to `1:02:05.50`. */
function clockTime(time: number): string {
  const hundredths = Math.round(time * 100);
  const hours = Math.floor(hundredths / 360_000);
  const minutes = Math.floor(hundredths / 6000) % 60;
  const seconds = `${Math.floor(hundredths / 100) % 60}`.padStart(2, '0');
  const fraction = `${hundredths % 100}`.padStart(2, '0');
  const whole = hours > 0 ? `${hours}:${`${minutes}`.padStart(2, '0')}` : `${minutes}`;
  return `${whole}:${seconds}.${fraction}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
