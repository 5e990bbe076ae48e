import { spawn } from 'node:child_process';
import { InputError } from './errors.ts';

/** Programs that play a WAV file, with the arguments that go before its path. */
const players = [
  ['ffplay', '-nodisp', '-autoexit', '-loglevel', 'error'],
  ['play', '-q'],
  ['aplay', '-q'],
  ['paplay'],
  ['afplay'],
] as const;

/** Plays a sound file with whatever program of the system can; it has ended when this resolves. */
export async function playFile(
  path: string,
  { signal, instead }: { readonly signal: AbortSignal; readonly instead: string },
): Promise<void> {
  for (const [program, ...before] of players) {
    if (await play(program, [...before, path], signal)) return;
  }
  const names = players.map(([program]) => program).join(', ');
  throw new InputError(`No program to play sound was found (${names}): ${instead}.`);
}

/** Whether the program is there; it has ended when this resolves. */
function play(program: string, parameters: readonly string[], signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: ['ignore', 'ignore', 'inherit'], signal });
    child.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(false) : reject(error),
    );
    child.on('exit', (code) =>
      code === 0
        ? resolve(true)
        : reject(new InputError(`${program} could not play: is there a sound device?`)),
    );
  });
}
