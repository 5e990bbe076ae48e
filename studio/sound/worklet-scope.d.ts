/** The part of the scope of audio worklets that TypeScript's DOM library leaves out. */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}

declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Frames since the context began. */
declare const currentFrame: number;
/** Hz of the context. */
declare const sampleRate: number;

declare module '*?worker&url' {
  const address: string;
  export default address;
}
