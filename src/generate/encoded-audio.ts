import { type AudioFormat, mediaType } from '../media/index.ts';

export type EncodedAudio = {
  readonly uint8Array: Uint8Array;
  /** Made when it is first read. */
  readonly base64: string;
  readonly mediaType: string;
};

export function encodedAudio(uint8Array: Uint8Array, format: AudioFormat): EncodedAudio {
  let base64: string | undefined;
  return {
    uint8Array,
    get base64() {
      base64 ??= Buffer.from(uint8Array.buffer, uint8Array.byteOffset, uint8Array.byteLength).toString(
        'base64',
      );
      return base64;
    },
    mediaType: mediaType(format),
  };
}

/** Not by spreading, which would make the base64 at once. */
export function labelled<Label extends object>(audio: EncodedAudio, label: Label): EncodedAudio & Label {
  return {
    ...label,
    uint8Array: audio.uint8Array,
    mediaType: audio.mediaType,
    get base64() {
      return audio.base64;
    },
  };
}
