import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeAudio,
  decodeFile,
  decodeStream,
  fileExtension,
  formatFromPath,
  MediaError,
  mediaType,
  readAudioInfo,
  sniffAudio,
} from './index.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('sniffAudio', () => {
  it.each([
    ['RIFF\x24\0\0\0WAVEfmt ', 'wav'],
    ['RF64\xff\xff\xff\xffWAVEds64', 'rf64'],
    ['fLaC\0\0\0\x22', 'flac'],
    [`OggS\0\x02${'\0'.repeat(20)}\x01\x13OpusHead`, 'ogg-opus'],
    [`OggS\0\x02${'\0'.repeat(20)}\x01\x1e\x01vorbis`, 'ogg-vorbis'],
    [`OggS\0\x02${'\0'.repeat(20)}\x01\x33\x7fFLAC`, 'ogg-flac'],
    ['\xff\xfb\x90\x64', 'mp3'],
    ['\xff\xf3\x40\xc4', 'mp3'],
    ['\0\0\0\xff\xfb\x90\x64', 'mp3'],
    ['ID3\x04\0\0\0\0\0\x02ab\xff\xfb\x90\x64', 'mp3'],
    ['ID3\x04\0\0\0\0\0\x02abfLaC\0', 'flac'],
    ['ID3\x04\0\0\0\0\x7f\x02ab', 'mp3'],
    ['\xff\xf1\x50\x80', 'aac'],
    ['\0\0\0\x20ftypisom', 'mp4'],
    ['\x1aE\xdf\xa3\x93', 'webm'],
    ['FORM\0\0\0\0AIFF', 'aiff'],
    ['<!DOCTYPE html><html>', 'html'],
    ['\n <HTML>', 'html'],
    ['{"error":"quota"}', 'json'],
    ['[1]', 'json'],
    ['Not found', 'text'],
    ['\xff\xfeh\0i\0', 'text'],
    ['', 'empty'],
    ['\x01\x02\x03\x04', 'unknown'],
  ] as const)('knows %j as %s', (text, kind) => {
    expect(sniffAudio(bytesOf(text)).kind).toBe(kind);
  });

  it('quotes what a page says, not its code', () => {
    const page =
      '<html><head><style>p { color: red }</style><script>var x = 1</script><title>503</title></head>' +
      '<body><h1>Service   Unavailable</h1><p>The server is temporarily unable to service your request</p>';
    expect(sniffAudio(bytesOf(page)).description).toBe(
      'an HTML page: "503 Service Unavailable The server is temporarily unable to …"',
    );
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(sniffAudio(bytes).description).not.toBe('');
      }),
    );
  });
});

describe('decoding what is not audio', () => {
  it.each([
    ['', 'empty', 'nothing: there are no bytes'],
    ['<html>Rate limited</html>', 'not-audio', 'an HTML page: "Rate limited"'],
    ['{"detail":"bad key"}', 'not-audio', 'JSON: "{"detail":"bad key"}"'],
    ['\x01\x02\x03\x04', 'not-audio', 'bytes of no known kind (they start 01 02 03 04)'],
    ['\0\0\0\x20ftypisom', 'unsupported', 'an MP4 file'],
    ['\xff\xfb\x90\x64 and no frames', 'corrupt', 'no two frames in a row'],
    [`ID3\x04\0\0\0\0\0\x02ab${'x'.repeat(50)}`, 'corrupt', 'no two frames in a row'],
  ])('%j is a %s error that says what was found', async (text, code, found) => {
    await expect(decodeAudio(bytesOf(text))).rejects.toMatchObject({ name: 'MediaError', code, found });
  });

  it('never ends otherwise than with audio or a MediaError', async () => {
    expect.hasAssertions();
    const start = fc.constantFrom(
      '',
      'RIFF\0\0\0\0WAVE',
      'fLaC',
      'OggS\0',
      'ID3\x04\0',
      '\xff\xfb\x90',
      '\xff\xf3',
    );
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 3000 }), async (prefix, rest) => {
        const bytes = Uint8Array.from([...bytesOf(prefix), ...rest]);
        const error: unknown = await decodeAudio(bytes).then(
          () => undefined,
          (caught: unknown) => caught,
        );
        expect(error === undefined || error instanceof MediaError).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('names the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'duologue-sniff-'));
    const path = join(folder, 'speech.mp3');
    await writeFile(path, 'Unauthorized');
    const expected = { code: 'not-audio', path, found: 'text: "Unauthorized"' };
    await expect(decodeFile(path)).rejects.toMatchObject(expected);
    await expect(readAudioInfo(path)).rejects.toMatchObject(expected);
    await expect(decodeFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'missing-file' });
    await expect(readAudioInfo(join(folder, 'none'))).rejects.toMatchObject({ code: 'missing-file' });
    await expect(decodeFile(folder)).rejects.toMatchObject({ code: 'io' });
    await rm(folder, { recursive: true });
  });
});

describe('decodeStream', () => {
  it('ends at once when aborted, though its source hangs', async () => {
    const controller = new AbortController();
    let released = false;
    const source = {
      async *[Symbol.asyncIterator]() {
        try {
          yield bytesOf(`RIFF\0\0\0\0WAVE${'x'.repeat(5000)}`);
          controller.abort(new Error('enough'));
          yield bytesOf('x');
        } finally {
          released = true;
        }
      },
    };
    const read = async (): Promise<void> => {
      for await (const block of decodeStream(source, { signal: controller.signal }))
        expect(block).toBeDefined();
    };
    await expect(read()).rejects.toThrow('enough');
    expect(released).toBe(true);

    const hanging: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }),
    };
    const second = new AbortController();
    const pending = (async () => {
      for await (const block of decodeStream(hanging, { signal: second.signal })) expect(block).toBeDefined();
    })();
    second.abort(new Error('stopped'));
    await expect(pending).rejects.toThrow('stopped');
  });

  it('takes raw samples by their description', async () => {
    const format = { coding: 's16', sampleRate: 8000, channels: 2 } as const;
    const audio = await decodeAudio(Uint8Array.of(0, 64, 0, 192, 0, 0, 0, 128), { format });
    expect(audio).toEqual({
      sampleRate: 8000,
      channels: [Float32Array.of(0.5, 0), Float32Array.of(-0.5, -1)],
    });
    await expect(decodeAudio(Uint8Array.of(1), { format })).rejects.toMatchObject({ code: 'truncated' });
    await expect(decodeAudio(Uint8Array.of(1), { format: { ...format, channels: 0 } })).rejects.toMatchObject(
      { code: 'invalid-option' },
    );
    expect((await decodeAudio(new Uint8Array(0), { format })).channels).toHaveLength(2);
  });
});

describe('formats', () => {
  it('have an extension, a media type, and are known by their names', () => {
    for (const format of ['wav', 'pcm', 'mp3', 'ogg-opus', 'flac'] as const) {
      expect(formatFromPath(`out/talk${fileExtension(format).toUpperCase()}`)).toBe(format);
      expect(mediaType(format)).toMatch(/^(?:audio|application)\//);
    }
    expect(formatFromPath('a.b.ogg')).toBe('ogg-opus');
    expect(() => formatFromPath('talk')).toThrow(
      /talk has no extension; a file to write ends in one of \.wav/,
    );
    expect(() => formatFromPath('talk.m4a')).toThrow(MediaError);
  });
});
