import { basename } from 'node:path';
import { listenWith, type Recognizer } from '../../voices/index.ts';
import { checkLanguages, checkNumbers, checkSampleRate } from '../check-options.ts';
import { RecognizerError } from '../recognizer-error.ts';
import { createRelay } from '../relay/relay.ts';
import { openChild } from './child-link.ts';

export type CommandRecognizerOptions = {
  /** The program: a path, or a name on the `PATH`. No shell reads it. */
  readonly command: string;
  /** `{language}` in one of them is the language that is listened to, or the first of `languages`. */
  readonly args?: readonly string[];
  /** Laid over the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it is started. Default: where this process is. */
  readonly cwd?: string;
  /** Default `command/` and the program's name. */
  readonly id?: string;
  /** BCP 47. Default none: it finds the language itself. */
  readonly languages?: readonly string[];
  /** Hz of what it is given: one channel of signed 16 bits, little-endian. Default 16000. */
  readonly sampleRate?: number;
  /**
   * `framed`, the default: each piece of sound has its length in bytes before it, as four bytes, little-endian; a
   * length of 0 says that the utterance is over. `raw`: nothing but sound; the program finds the ends by itself, and
   * silence helps it to.
   */
  readonly input?: 'framed' | 'raw';
  /** Seconds of silence that a program with `raw` input is given after an utterance, .1 to 5; default .8. */
  readonly silence?: number;
  /** Gives words while somebody speaks. Default true. */
  readonly partial?: boolean;
  /** Says when each word was heard. Default true. */
  readonly timed?: boolean;
  /** Seconds, .05 to 60, that final words may take; then those there are count. Default 5, of `raw` input 1. */
  readonly patience?: number;
  /** How often in a row it is started anew when it has ended by itself, 0 to 20. Default 2. */
  readonly maxRestarts?: number;
  /** Seconds of sound that it may be behind, 1 to 600; what comes then it does not hear. Default 30. */
  readonly mostBehind?: number;
};

/**
 * Any program that reads sound and writes words: PCM on its standard input, a line of JSON for each part on its
 * standard output. One process for each conversation, ended with it. See `docs/recognizers.md` for the protocol.
 */
export function createCommandRecognizer(options: CommandRecognizerOptions): Recognizer {
  const {
    command,
    args = [],
    languages = [],
    sampleRate = 16_000,
    input = 'framed',
    silence = 0.8,
  } = options;
  const { partial = true, timed = true, maxRestarts = 2, mostBehind = 30 } = options;
  const { patience = input === 'raw' ? 1 : 5 } = options;
  if (typeof command !== 'string' || command.trim() === '') {
    throw new RecognizerError('The recogniser command: command is missing: give the program to run.', {
      provider: 'command',
    });
  }
  if (input !== 'framed' && input !== 'raw') {
    throw new RecognizerError('The recogniser command: input is "framed" or "raw".', { provider: 'command' });
  }
  checkSampleRate('command', sampleRate);
  checkLanguages('command', languages);
  checkNumbers('command', {
    silence: [silence, 0.1, 5],
    patience: [patience, 0.05, 60],
    maxRestarts: [maxRestarts, 0, 20],
    mostBehind: [mostBehind, 1, 600],
  });
  const id = options.id ?? `command/${basename(command).replaceAll(/\s+/g, '-')}`;
  return {
    id,
    languages,
    sampleRate,
    partial,
    timed,
    listen(sound, { language = languages[0] ?? '', signal } = {}) {
      const words = args.map((word) => word.replaceAll('{language}', language));
      const child = {
        command,
        args: words,
        env: options.env,
        cwd: options.cwd,
        sampleRate,
        input,
        silence,
        id,
      };
      return listenWith(sound, signal, (parts) =>
        createRelay(
          {
            open: (events) => openChild(child, events),
            title: id,
            sampleRate,
            partial,
            timed,
            patience,
            maxRetries: maxRestarts,
            mostBehind,
            mostKept: 60,
            unanswered: () =>
              new RecognizerError(`${id} answers nothing: no final words came for two utterances in a row.`, {
                provider: 'command',
                retryable: true,
              }),
          },
          parts,
        ),
      );
    },
  };
}
