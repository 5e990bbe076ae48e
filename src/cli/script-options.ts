import type { GenerateProgress, PrepareOptions } from '../generate/index.ts';
import { readScript, type Script } from '../script/index.ts';
import { registerNames } from '../timeline/index.ts';
import type { CommandContext, Invocation, OptionDescription } from './command.ts';
import { UsageError } from './errors.ts';
import { readText } from './files.ts';
import type { Progress } from './progress.ts';

/** What `generate` and `plan` both take. */
export const scriptOptions = {
  voice: {
    description: 'the voice of a speaker, such as ann=flite/rms or ann=openai/tts-1:alloy',
    value: 'SPEAKER=VOICE',
    many: true,
  },
  engine: {
    description: 'a model that speaks the conversation as a whole, with a track for each of two speakers',
    value: 'ENGINE',
    choices: ['dialospeech'],
  },
  style: { description: 'how turns follow each other', value: 'STYLE', choices: ['natural', 'sequential'] },
  register: { description: 'whose turn-taking', value: 'REGISTER', choices: registerNames },
  seed: { description: 'the same seed gives the same bytes', value: 'SEED' },
  gap: { description: 'seconds between turns of the sequential style (default 0.3)', value: 'SECONDS' },
  backchannels: { description: 'whose "mm-hm"', value: 'WHICH', choices: ['auto', 'script', 'none'] },
  interruptions: { description: 'which interruptions', value: 'WHICH', choices: ['script', 'auto', 'none'] },
} as const satisfies Record<string, OptionDescription>;

export async function readScriptArgument(
  invocation: Invocation,
  { signal }: CommandContext,
): Promise<Script> {
  const [path = ''] = invocation.positionals;
  return readScript(await readText(path, signal), { path });
}

export function prepareOptions(
  invocation: Invocation,
  script: Script,
  { signal }: CommandContext,
): PrepareOptions {
  const seed = invocation.text('seed');
  const engine = oneOf(['dialospeech'] as const, invocation.text('engine'));
  const style = oneOf(['natural', 'sequential'] as const, invocation.text('style'));
  const backchannels = oneOf(['auto', 'script', 'none'] as const, invocation.text('backchannels'));
  const interruptions = oneOf(['script', 'auto', 'none'] as const, invocation.text('interruptions'));
  const register = invocation.text('register');
  const gap = invocation.number('gap', { from: 0, to: 60 });
  return {
    script,
    signal,
    voices: chosenVoices(invocation, script),
    ...(engine === undefined ? {} : { engine }),
    ...(seed === undefined ? {} : { seed }),
    ...(style === undefined ? {} : { style }),
    ...(backchannels === undefined ? {} : { backchannels }),
    ...(interruptions === undefined ? {} : { interruptions }),
    ...(register === undefined ? {} : { register }),
    ...(gap === undefined ? {} : { gapMs: gap * 1000 }),
  };
}

/** Shows the stages of a conversation as a share of each. */
export function showProgress(progress: Progress): (event: GenerateProgress) => void {
  return (event) => {
    switch (event.type) {
      case 'utterance-rendered':
        progress.update('speaking', event.done / Math.max(1, event.total), `${event.done} of ${event.total}`);
        break;
      case 'plan-made':
        progress.update('planned', 1, `${event.utterances} utterances, ${event.duration.toFixed(1)} s`);
        break;
      case 'audio-measured':
        progress.update('levelling', event.done / Math.max(1e-9, event.duration));
        break;
      case 'audio-written':
        progress.update('writing', event.done / Math.max(1e-9, event.duration));
        break;
    }
  };
}

function chosenVoices(invocation: Invocation, script: Script): Record<string, string> {
  const known = script.speakers.map(({ id }) => id);
  return Object.fromEntries(
    invocation.texts('voice').map((choice) => {
      const [, speaker, voice] = /^([^=]+)=(.+)$/.exec(choice) ?? [];
      if (speaker === undefined || voice === undefined) {
        throw new UsageError(
          `--voice takes SPEAKER=VOICE, such as ${known[0] ?? 'ann'}=flite/rms; '${choice}' is none.`,
        );
      }
      if (!known.includes(speaker)) {
        throw new UsageError(
          `--voice ${choice}: the script has no speaker '${speaker}'; it has ${known.join(', ')}.`,
        );
      }
      return [speaker, voice];
    }),
  );
}

function oneOf<Choice extends string>(
  choices: readonly Choice[],
  text: string | undefined,
): Choice | undefined {
  return choices.find((choice) => choice === text);
}
