import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { RecognizerError } from '../recognizer-error.ts';
import type { Link, LinkEvents } from '../relay/link.ts';
import { type ChildLine, createLineReader } from './child-lines.ts';

export type ChildSettings = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  readonly sampleRate: number;
  readonly input: 'framed' | 'raw';
  /** Seconds. */
  readonly silence: number;
  readonly id: string;
};

/** Lines of a child that are no protocol: so many are told as warnings, and so many in a row are passed over. */
const mostStrayLines = { told: 3, borne: 1000 };

/** Windows has none. */
const groups = process.platform !== 'win32';

/** One child process. It is killed by its id, with what it has started, and waited for. */
export function openChild(settings: ChildSettings, events: LinkEvents): Link {
  const { command, args, env, cwd, sampleRate, input } = settings;
  const child = spawn(command, [...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    windowsHide: true,
    // A group of its own, so that what a shell has started ends with it.
    detached: groups,
  });
  const said = lastWords(child);
  const speaker = createChildEar(settings.input, events);
  const stray = strayLines(settings, events);
  const reader = createLineReader({
    line(line) {
      stray.forgive();
      speaker.read(line);
    },
    other: (text) => stray.add(text),
  });
  let ending = false;
  let started = false;
  let closed = false;

  child.stdout.setEncoding('utf8').on('data', (chunk: string) => reader.add(chunk));
  // It may end before it has read all: that it ended is told where it is known why.
  child.stdin.on('error', () => {});
  child.once('spawn', () => {
    started = true;
    events.ready();
  });
  child.once('error', (cause: NodeJS.ErrnoException) => {
    if (!started) events.broken(notStarted(settings, cause));
  });
  const gone = new Promise<void>((resolve) => {
    child.once('error', () => started || resolve());
    // After its last words have been read, which `exit` does not wait for.
    child.once('close', (code, signal) => {
      closed = true;
      reader.end();
      if (ending && code === 0) events.done();
      else if (started) events.broken(endedError(settings, signal ?? `exit code ${code}`, said()));
      resolve();
    });
  });
  const write = (bytes: Uint8Array): void => {
    if (child.stdin.writable) child.stdin.write(bytes);
  };

  return {
    send(pcm) {
      if (input === 'framed') write(lengthOf(pcm.length));
      write(pcm);
    },
    endUtterance() {
      speaker.ask();
      if (input === 'framed') {
        write(lengthOf(0));
        return;
      }
      const frames = Math.round(settings.silence * sampleRate);
      write(new Uint8Array(frames * 2));
      events.padded(frames);
    },
    endSound() {
      ending = true;
      speaker.close();
      child.stdin.end();
    },
    get behind() {
      return child.stdin.writableLength / 2;
    },
    async close() {
      if (!closed) killAll(child);
      // A grandchild may hold its output open: what it says is not waited for.
      child.stdout.destroy();
      child.stderr.destroy();
      child.stdin.destroy();
      await gone;
    },
  };
}

/** Of what a child says, what is an answer to what it was asked. */
function createChildEar(input: ChildSettings['input'], events: LinkEvents) {
  let asked = 0;
  let answered = 0;
  let over = false;
  return {
    ask: () => void asked++,
    /** What comes now are the rests; its end tells that there are no more. */
    close() {
      over = true;
    },
    read(line: ChildLine): void {
      if (line.type === 'warning') {
        events.warn(line.message);
        return;
      }
      const { text, words, final, language } = line;
      const spoken = {
        text,
        language,
        words: words.map(({ confidence, ...word }) => withSurety(word, confidence)),
      };
      if (input === 'framed') {
        events.heard({ ...spoken, kind: final ? 'utterance' : 'partial', ordinal: answered });
        if (final) answered++;
        return;
      }
      // It finds the ends itself: one that nobody asked for is that of a segment. What the last utterance has when
      // the sound is over may come in several, and its end tells that there are no more.
      const answers = final && asked - answered > (over ? 1 : 0);
      if (answers) answered++;
      events.heard({ ...spoken, kind: answers ? 'utterance' : final ? 'segment' : 'partial' });
    },
  };
}

function withSurety<Timed extends object>(word: Timed, confidence: number | undefined) {
  return confidence === undefined ? word : { ...word, confidence };
}

function lengthOf(bytes: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(4));
  header.setUint32(0, bytes, true);
  return new Uint8Array(header.buffer);
}

function killAll(child: ChildProcessWithoutNullStreams): void {
  if (!groups || child.pid === undefined) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of them have ended.
  }
}

function strayLines({ id, command }: ChildSettings, events: LinkEvents) {
  let told = 0;
  let inARow = 0;
  return {
    forgive() {
      inARow = 0;
    },
    add(text: string): void {
      if (told++ < mostStrayLines.told) events.warn(`${id} wrote what is no line of the protocol: ${text}`);
      if (++inARow !== mostStrayLines.borne) return;
      const message = `${id}: ${command} wrote ${inARow} lines in a row that are none of the protocol.`;
      events.broken(new RecognizerError(message, { provider: 'command' }));
    },
  };
}

/** The last lines that the child wrote for people. */
function lastWords(child: ChildProcessWithoutNullStreams): () => string {
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-2000);
  });
  return () => {
    const lines = text.split('\n').map((line) => line.trim());
    return lines
      .filter((line) => line !== '')
      .slice(-3)
      .join(' | ')
      .slice(-500);
  };
}

function notStarted({ command, id }: ChildSettings, cause: NodeJS.ErrnoException): RecognizerError {
  const why =
    cause.code === 'ENOENT' ? 'there is no such program, or no such folder to start it in' : cause.message;
  return new RecognizerError(`${id}: ${command} could not be started: ${why}.`, {
    provider: 'command',
    cause,
  });
}

function endedError({ command, id }: ChildSettings, how: string, words: string): RecognizerError {
  const last = words === '' ? 'It said nothing on its standard error.' : `Its last words: ${words}`;
  return new RecognizerError(`${id}: ${command} ended by itself (${how}). ${last}`, {
    provider: 'command',
    retryable: true,
  });
}
