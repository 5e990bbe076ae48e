// The engine ships no types; these are the parts that engine.ts calls.
declare module '@echogarden/espeak-ng-emscripten' {
  export type EspeakEvent = {
    readonly type:
      | 'list_terminated'
      | 'word'
      | 'sentence'
      | 'mark'
      | 'play'
      | 'end'
      | 'msg_terminated'
      | 'phoneme'
      | 'samplerate';
    /** In characters, from 1. */
    readonly text_position: number;
    readonly word_length: number;
    /** Milliseconds from the start of the sound. */
    readonly audio_position: number;
    readonly id?: string | number;
  };

  /** A text or the address of one in the engine's memory, ended by a zero. */
  export type EspeakText = string | number;

  export interface EspeakWorker {
    /** 0 where the voice was found; with any other answer the voice before stays. */
    set_voice(name: EspeakText): number;
    set_rate(wordsPerMinute: number): void;
    set_volume(percent: number): void;
    set_pitch(percent: number): void;
    set_range(percent: number): void;
    synthesize(
      text: EspeakText,
      onSound: (samples: Int16Array, events: readonly EspeakEvent[]) => boolean,
    ): void;
  }

  export interface EspeakModule {
    readonly HEAPU8: Uint8Array;
    readonly FS: { writeFile(path: string, contents: string): void };
    readonly eSpeakNGWorker: new () => EspeakWorker;
    _malloc(bytes: number): number;
  }

  export default function load(options?: {
    readonly getPreloadedPackage?: () => ArrayBufferLike;
  }): Promise<EspeakModule>;
}
