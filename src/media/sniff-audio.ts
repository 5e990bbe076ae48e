import { readFrameHeader, sameStream } from './mp3-frame.ts';

/** What bytes turn out to be, by their content alone. */
export type SniffedKind =
  | 'wav'
  | 'rf64'
  | 'mp3'
  | 'ogg-opus'
  | 'ogg-vorbis'
  | 'ogg-flac'
  | 'ogg'
  | 'flac'
  | 'aac'
  | 'mp4'
  | 'webm'
  | 'aiff'
  | 'text'
  | 'html'
  | 'json'
  | 'empty'
  | 'unknown';

export type Sniffed = {
  readonly kind: SniffedKind;
  /** For a person: `an HTML page: "503 Service Unavailable"`. */
  readonly description: string;
};

/** Bytes from the start that tell all there is to tell, save behind a large ID3 tag. */
export const sniffLength = 4096;

const names: Readonly<Record<SniffedKind, string>> = {
  wav: 'a WAV file',
  rf64: 'an RF64 WAV file',
  mp3: 'MPEG audio',
  'ogg-opus': 'Opus in Ogg',
  'ogg-vorbis': 'Vorbis in Ogg',
  'ogg-flac': 'FLAC in Ogg',
  ogg: 'an Ogg file of another codec',
  flac: 'a FLAC file',
  aac: 'AAC (ADTS)',
  mp4: 'an MP4 file',
  webm: 'a WebM or Matroska file',
  aiff: 'an AIFF file',
  text: 'text',
  html: 'an HTML page',
  json: 'JSON',
  empty: 'nothing: there are no bytes',
  unknown: 'bytes of no known kind',
};

/** The start of a file is enough; 4,096 bytes tell all. */
export function sniffAudio(bytes: Uint8Array): Sniffed {
  const kind = kindOf(bytes);
  const name = names[kind];
  if (kind === 'text' || kind === 'html' || kind === 'json') {
    return { kind, description: `${name}: "${excerpt(bytes, kind)}"` };
  }
  if (kind === 'unknown') return { kind, description: `${name} (they start ${hex(bytes)})` };
  return { kind, description: name };
}

function kindOf(bytes: Uint8Array): SniffedKind {
  if (bytes.length === 0) return 'empty';
  const start = ascii(bytes, 0, 4);
  if ((start === 'RF64' || start === 'BW64') && ascii(bytes, 8, 4) === 'WAVE') return 'rf64';
  if (start === 'RIFF' && ascii(bytes, 8, 4) === 'WAVE') return 'wav';
  if (start === 'fLaC') return 'flac';
  if (start === 'OggS') return oggKind(bytes);
  if (start.startsWith('ID3')) return behindTag(bytes);
  if (ascii(bytes, 4, 4) === 'ftyp') return 'mp4';
  if (start === '\x1aE\xdf\xa3') return 'webm';
  if (start === 'FORM' && ascii(bytes, 8, 3) === 'AIF') return 'aiff';
  return textKind(bytes) ?? frameKind(bytes) ?? 'unknown';
}

/** The codec's own header fills the first page of an Ogg file. */
function oggKind(bytes: Uint8Array): SniffedKind {
  const segments = bytes[26] ?? 0;
  const at = 27 + segments;
  if (ascii(bytes, at, 8) === 'OpusHead') return 'ogg-opus';
  if (ascii(bytes, at + 1, 6) === 'vorbis') return 'ogg-vorbis';
  if (ascii(bytes, at + 1, 4) === 'FLAC') return 'ogg-flac';
  return 'ogg';
}

/** Bytes of an ID3v2 tag at the start, its header and footer with it; 0 where there is none. */
export function id3Size(bytes: Uint8Array): number {
  if (bytes.length < 10 || ascii(bytes, 0, 3) !== 'ID3') return 0;
  const [high = 0, upper = 0, lower = 0, low = 0] = bytes.subarray(6, 10);
  const footer = ((bytes[5] ?? 0) & 0x10) === 0 ? 0 : 10;
  return (
    10 + footer + ((high & 127) * 2 ** 21 + (upper & 127) * 2 ** 14 + (lower & 127) * 2 ** 7 + (low & 127))
  );
}

/** Some taggers put ID3 before FLAC and AAC too; without the bytes behind it, MPEG is the likely guess. */
function behindTag(bytes: Uint8Array): SniffedKind {
  const size = id3Size(bytes);
  if (size === 0 || bytes.length <= size + 4) return 'mp3';
  const rest = bytes.subarray(size);
  if (ascii(rest, 0, 4) === 'fLaC') return 'flac';
  return frameKind(rest) === 'aac' ? 'aac' : 'mp3';
}

/** An MPEG audio or ADTS frame header: 11 or 12 ones, then fields with values that some frame could have. */
function frameKind(bytes: Uint8Array): 'mp3' | 'aac' | undefined {
  // Some encoders pad the start with zeros.
  let at = 0;
  while (at < bytes.length && bytes[at] === 0) at++;
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  if (first !== 0xff) return undefined;
  if ((second & 0xf6) === 0xf0) return 'aac';
  const valid =
    (second & 0xe0) === 0xe0 &&
    (second & 0x18) !== 0x08 &&
    (second & 0x06) !== 0 &&
    (third & 0xf0) !== 0xf0 &&
    (third & 0x0c) !== 0x0c;
  return valid ? 'mp3' : undefined;
}

/** Whether an ID3 tag or three MPEG frames of one stream, one behind the other, are at the start. */
export function startsFrames(bytes: Uint8Array): boolean {
  if (id3Size(bytes) > 0) return true;
  const first = readFrameHeader(bytes);
  let at = first?.size ?? 0;
  for (let frame = 1; frame < 3; frame++) {
    const next = readFrameHeader(bytes, at);
    if (first === undefined || next === undefined || !sameStream(first, next)) return false;
    at += next.size;
  }
  return true;
}

function textKind(bytes: Uint8Array): 'text' | 'html' | 'json' | undefined {
  const text = readText(bytes);
  if (text === undefined) return undefined;
  const trimmed = text.trimStart();
  if (/^(?:<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<(?:!doctype )?html|<!--)/i.test(trimmed))
    return 'html';
  if (/^[[{]/.test(trimmed)) return 'json';
  return 'text';
}

/** The bytes as UTF-8 or UTF-16 text, or undefined where they hold what no text does. */
function readText(bytes: Uint8Array): string | undefined {
  const start = bytes.subarray(0, sniffLength);
  const mark = hex(start.subarray(0, 2));
  if (mark === 'ff fe') return new TextDecoder('utf-16le').decode(start);
  const text = new TextDecoder('utf-8').decode(start, { stream: true });
  // oxlint-disable-next-line no-control-regex -- control characters are what tells binary from text
  return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/.test(text) ? undefined : text;
}

/** Up to 60 characters that a person would see. */
function excerpt(bytes: Uint8Array, kind: 'text' | 'html' | 'json'): string {
  const text = readText(bytes) ?? '';
  const visible =
    kind === 'html'
      ? text.replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ').replaceAll(/<[^>]*>/g, ' ')
      : text;
  const line = visible.replaceAll(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function hex(bytes: Uint8Array): string {
  return [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
