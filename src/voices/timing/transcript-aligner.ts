import { audioDuration } from '../../dsp/index.ts';
import type { Transcriber, WordAligner } from '../word-aligner.ts';
import { createBreather } from './breather.ts';
import { fitWords } from './fit-words.ts';
import { spreadWords } from './spread-words.ts';

/** Times by what a recogniser hears. Where it times no words, they are spread over what sounds. */
export function createTranscriptAligner(transcriber: Transcriber): WordAligner {
  return {
    name: transcriber.name,
    async align(audio, words, options = {}) {
      const { signal } = options;
      signal?.throwIfAborted();
      if (words.length === 0) return [];
      const heard = await transcriber.transcribe(audio, options);
      signal?.throwIfAborted();
      return heard.words.length === 0
        ? spreadWords(audio, words, createBreather(signal))
        : fitWords(words, heard.words, { start: 0, end: audioDuration(audio) });
    },
  };
}
