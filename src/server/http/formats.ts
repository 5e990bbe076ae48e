import type { AudioFormat } from '../../media/index.ts';

/** OpenAI's names of formats, and ours. */
export const formatNames = ['mp3', 'opus', 'flac', 'wav', 'pcm'] as const;

const formats: Readonly<Record<(typeof formatNames)[number], AudioFormat>> = {
  mp3: 'mp3',
  opus: 'ogg-opus',
  flac: 'flac',
  wav: 'wav',
  pcm: 'pcm',
};

export function formatNamed(name: (typeof formatNames)[number]): AudioFormat {
  return formats[name];
}
