import { panGains } from '../dsp/index.ts';
import type { AudioFormat } from '../media/index.ts';
import { GenerateError } from './generate-error.ts';
import type { Layout } from './options.ts';

/** How loud each speaker is in each channel: rows are channels, columns speakers. */
export type ChannelGains = readonly (readonly number[])[];

/** How far apart the outermost speakers of a `stereo` mix sit, from 0 to 1: as around a table. */
const roomWidth = 0.5;

export function channelGains(layout: Layout, speakers: readonly string[]): ChannelGains {
  const alone = speakers.map((_, row) => speakers.map((__, column) => (row === column ? 1 : 0)));
  if (layout === 'tracks') return alone;
  if (layout === 'mono') return [speakers.map(() => 1)];
  if (layout === 'stereo') {
    const places = speakers.map((_, index) => panGains(placeOf(index, speakers.length)));
    return [places.map(([left]) => left), places.map(([, right]) => right)];
  }
  const stem = typeof layout === 'object' ? alone[speakers.indexOf(layout.stem)] : undefined;
  if (stem === undefined) {
    if (typeof layout !== 'object') {
      throw new GenerateError(
        `There is no layout ${JSON.stringify(layout)}: use tracks, stereo, mono, or { stem: speaker }.`,
        {
          field: 'output.layout',
        },
      );
    }
    throw new GenerateError(`There is no speaker ${layout.stem}: use one of ${speakers.join(', ')}.`, {
      field: 'output.layout',
    });
  }
  return [stem];
}

function placeOf(index: number, count: number): number {
  return count < 2 ? 0 : roomWidth * ((2 * index) / (count - 1) - 1);
}

const mostChannels: Readonly<Record<AudioFormat, number>> = {
  wav: 1024,
  pcm: 1024,
  mp3: 2,
  'ogg-opus': 2,
  flac: 8,
};

/** The layout to use where none is asked for; throws where the format cannot hold the one that is. */
export function resolveLayout(
  layout: Layout | undefined,
  format: AudioFormat,
  speakers: readonly string[],
): Layout {
  const most = Object.hasOwn(mostChannels, format) ? mostChannels[format] : 0;
  if (most === 0) {
    throw new GenerateError(
      `There is no format ${JSON.stringify(format)}: use ${Object.keys(mostChannels).join(', ')}.`,
      {
        field: 'output.format',
      },
    );
  }
  if (layout === undefined) return speakers.length <= most ? 'tracks' : 'stereo';
  const channels = channelGains(layout, speakers).length;
  if (channels > most) {
    throw new GenerateError(
      `${format} holds ${most} channels and ${speakers.length} speakers need ${channels}: use wav, or the layout stereo, or stems.`,
      { field: 'output.layout' },
    );
  }
  return layout;
}

/** Two layouts with the same name sound the same. A stem is as loud as in `tracks`. */
export function loudnessLayout(layout: Layout): 'tracks' | 'stereo' | 'mono' {
  return typeof layout === 'string' ? layout : 'tracks';
}
