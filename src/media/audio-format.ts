import { extname } from 'node:path';
import { MediaError } from './media-error.ts';

/** What can be written. `pcm` is headerless little-endian samples, interleaved. */
export type AudioFormat = 'wav' | 'pcm' | 'mp3' | 'ogg-opus' | 'flac';

const mediaTypes: Readonly<Record<AudioFormat, string>> = {
  wav: 'audio/wav',
  pcm: 'application/octet-stream',
  mp3: 'audio/mpeg',
  'ogg-opus': 'audio/ogg; codecs=opus',
  flac: 'audio/flac',
};

const extensions: Readonly<Record<AudioFormat, string>> = {
  wav: '.wav',
  pcm: '.pcm',
  mp3: '.mp3',
  'ogg-opus': '.opus',
  flac: '.flac',
};

const formatsByExtension: ReadonlyMap<string, AudioFormat> = new Map<string, AudioFormat>([
  ['.wav', 'wav'],
  ['.wave', 'wav'],
  ['.pcm', 'pcm'],
  ['.raw', 'pcm'],
  ['.mp3', 'mp3'],
  ['.opus', 'ogg-opus'],
  ['.ogg', 'ogg-opus'],
  ['.oga', 'ogg-opus'],
  ['.flac', 'flac'],
]);

/** The MIME type to serve the format under. */
export function mediaType(format: AudioFormat): string {
  return mediaTypes[format];
}

/** With its dot: `.wav`. */
export function fileExtension(format: AudioFormat): string {
  return extensions[format];
}

/** The format that a path's extension asks for. Throws `MediaError` where it asks for none that can be written. */
export function formatFromPath(path: string): AudioFormat {
  const extension = extname(path).toLowerCase();
  const format = formatsByExtension.get(extension);
  if (format === undefined) {
    const known = [...formatsByExtension.keys()].join(', ');
    const found = extension === '' ? 'no extension' : `the extension ${extension}`;
    throw new MediaError('invalid-option', `${path} has ${found}; a file to write ends in one of ${known}.`, {
      path,
      found,
    });
  }
  return format;
}
