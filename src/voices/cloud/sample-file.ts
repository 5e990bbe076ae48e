import { type SniffedKind, sniffAudio } from '../../media/portable.ts';

const kinds: Partial<Record<SniffedKind, readonly [extension: string, type: string]>> = {
  wav: ['wav', 'audio/wav'],
  mp3: ['mp3', 'audio/mpeg'],
  flac: ['flac', 'audio/flac'],
  'ogg-opus': ['ogg', 'audio/ogg'],
  'ogg-vorbis': ['ogg', 'audio/ogg'],
  mp4: ['m4a', 'audio/mp4'],
  webm: ['webm', 'audio/webm'],
};

/** A recording to be uploaded, under a name that says what it is: some vendors go by the name. */
export function sampleFile(sample: Uint8Array, name = 'sample'): File {
  const [extension, type] = kinds[sniffAudio(sample).kind] ?? ['wav', 'audio/wav'];
  return new File([new Uint8Array(sample)], `${name}.${extension}`, { type });
}
