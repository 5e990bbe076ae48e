import type { DialoguePart, DialogueTurn, VoiceDescription } from 'duologue/voices';

/** What the page asks of the worker in which the model runs. */
export type WorkerOrder =
  /** `base` is the address of the page, under which the model lies. */
  | { readonly type: 'open-model'; readonly base: string }
  | {
      readonly type: 'speak';
      /** Given back with what is made of it. */
      readonly id: number;
      readonly turns: readonly DialogueTurn[];
      readonly seed: string;
    }
  | { readonly type: 'stop' }
  | {
      readonly type: 'hear-speaker';
      readonly samples: Float32Array;
      readonly sampleRate: number;
      readonly name: string;
    };

export type OfferedVoice = Pick<VoiceDescription, 'id' | 'name'>;

export type WorkerReport =
  | {
      readonly type: 'model-opened';
      readonly voices: readonly OfferedVoice[];
      readonly sampleRate: number;
      readonly threads: number;
    }
  | { readonly type: 'part-made'; readonly id: number; readonly part: DialoguePart }
  /** `work` is the seconds that it took. */
  | { readonly type: 'speech-ended'; readonly id: number; readonly stopped: boolean; readonly work: number }
  | {
      readonly type: 'speaker-heard';
      readonly voice: OfferedVoice;
      readonly warnings: readonly string[];
    }
  | { readonly type: 'failed'; readonly order: WorkerOrder['type']; readonly message: string };
