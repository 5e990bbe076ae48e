import {
  type HeardParts,
  type Listener,
  listenWith,
  type Recognizer,
  type Transcriber,
} from '../../voices/index.ts';
import { checkLanguages, checkNumbers, checkSampleRate } from '../check-options.ts';
import { placeWords } from '../relay/place-words.ts';
import { createUtteranceSound, type UtteranceSound } from './utterance-sound.ts';

export type BatchRecognizerOptions = {
  /** Default: the transcriber's name, behind `batch/` where that has no slash. */
  readonly id?: string;
  /** BCP 47. Default none: it finds the language itself. */
  readonly languages?: readonly string[];
  /** Hz of the sound it is given; default 16000. */
  readonly sampleRate?: number;
  /** Whether the transcriber times words. Default true. */
  readonly timed?: boolean;
  /**
   * Seconds of new sound after which the utterance so far is sent, .2 to 60, so that there are words while somebody
   * speaks: each time all of it, and paid for. One request is on its way at a time. Default never.
   */
  readonly partialEvery?: number;
  /** Seconds of an utterance that are sent, 1 to 600: of a longer one, the last. Default 120. */
  readonly longest?: number;
  /** Level, dBFS, under which a whole utterance is taken for silence, and not sent. Default -50. */
  readonly silence?: number;
};

/** An utterance that is over, in the order of their ends. */
type Finished = { readonly sound: UtteranceSound; readonly needed: boolean };

/**
 * Listens by a transcriber of recordings: each utterance is sent when it is over. The sound between utterances is kept
 * for no longer than `longest`.
 */
export function createBatchRecognizer(
  transcriber: Transcriber,
  options: BatchRecognizerOptions = {},
): Recognizer {
  const {
    sampleRate = 16_000,
    languages = [],
    timed = true,
    partialEvery,
    longest = 120,
    silence = -50,
  } = options;
  checkSampleRate('batch', sampleRate);
  checkLanguages('batch', languages);
  checkNumbers('batch', {
    longest: [longest, 1, 600],
    silence: [silence, -120, 0],
    ...(partialEvery === undefined ? {} : { partialEvery: [partialEvery, 0.2, 60] }),
  });
  const { name } = transcriber;
  return {
    id: options.id ?? (name.includes('/') ? name : `batch/${name}`),
    languages,
    sampleRate,
    partial: partialEvery !== undefined,
    timed,
    listen: (sound, { language, signal } = {}) =>
      listenWith(sound, signal, (parts) =>
        listenInParts(parts, {
          transcriber,
          timed,
          partialEvery: partialEvery ?? Number.POSITIVE_INFINITY,
          create: (start) => createUtteranceSound({ start, sampleRate, longest, silence }),
          language,
        }),
      ),
  };
}

function listenInParts(
  parts: HeardParts,
  {
    transcriber,
    timed,
    partialEvery,
    create,
    language,
  }: {
    readonly transcriber: Transcriber;
    readonly timed: boolean;
    readonly partialEvery: number;
    readonly create: (start: number) => UtteranceSound;
    readonly language: string | undefined;
  },
): Listener {
  const stopping = new AbortController();
  const finished: Finished[] = [];
  let current = create(0);
  /** Seconds of the utterance when it was last sent. */
  let sent = 0;
  let told = '';
  let glimpse: AbortController | undefined;
  let working = false;
  let over = false;

  const ask = async (sound: UtteranceSound, signal: AbortSignal, final: boolean): Promise<void> => {
    const { audio, start, end } = sound.take();
    const heard = await transcriber.transcribe(audio, {
      signal,
      ...(language === undefined ? {} : { language }),
    });
    const text = heard.text.trim();
    if (!final && (text === '' || text === told || signal.aborted)) return;
    told = final ? '' : text;
    const moved = heard.words.map((word) => ({ ...word, start: word.start + start, end: word.end + start }));
    parts.say({
      type: 'words-heard',
      text,
      words: timed && text !== '' ? placeWords(moved, start, end) : [],
      final,
      ...(heard.language === undefined ? {} : { language: heard.language }),
    });
  };

  /** One utterance after the other, so that their final words keep their order. */
  const work = async (): Promise<void> => {
    if (working) return;
    working = true;
    try {
      for (let next = finished.shift(); next !== undefined; next = finished.shift()) {
        if (!next.sound.silent) await ask(next.sound, stopping.signal, true);
        else if (next.needed) parts.say({ type: 'words-heard', text: '', words: [], final: true });
      }
      if (over) parts.end();
    } catch (error) {
      // What was called off by whoever listened has ended already.
      parts.fail(error);
    } finally {
      working = false;
    }
  };

  const peek = async (): Promise<void> => {
    const mine = new AbortController();
    glimpse = mine;
    sent = current.duration;
    try {
      await ask(current, mine.signal, false);
    } catch (error) {
      // The final words are still to come, and fail louder where something is wrong.
      if (!mine.signal.aborted) {
        const why = error instanceof Error ? error.message : String(error);
        parts.say({ type: 'warning-raised', message: `No words while somebody speaks: ${why}` });
      }
    } finally {
      if (glimpse === mine) glimpse = undefined;
    }
  };

  const finish = (needed: boolean): void => {
    // Its words would be told after the final ones.
    glimpse?.abort(new Error('The utterance is over.'));
    glimpse = undefined;
    finished.push({ sound: current, needed });
    current = create(current.end);
    sent = 0;
    told = '';
    void work();
  };

  return {
    hear(samples) {
      current.add(samples);
      const due = current.duration - sent >= partialEvery && !current.silent;
      if (due && glimpse === undefined && !working) void peek();
    },
    endUtterance: () => finish(true),
    endSound() {
      over = true;
      if (current.duration > 0) finish(false);
      else void work();
    },
    close() {
      const reason = new Error('Nobody listens any more.');
      glimpse?.abort(reason);
      stopping.abort(reason);
      finished.length = 0;
    },
  };
}
