import { forkEngine, heardSchema, lastWords, setIdle, wordsOf } from '../../voices/index.ts';
import { RecognizerError } from '../recognizer-error.ts';
import type { Link, LinkEvents } from '../relay/link.ts';
import type { EngineMessage, EngineReply } from './engine-protocol.ts';
import type { OnlineConfig } from './online-config.ts';

/** A process with a model in it, which hears many conversations. It keeps ours alive only while it hears one. */
export interface Engine {
  /** It has ended: another is needed. */
  readonly over: boolean;
  open(events: LinkEvents): Link;
  end(): Promise<void>;
}

export function openEngine(config: OnlineConfig): Engine {
  const child = forkEngine(import.meta.url);
  const said = lastWords(child);
  const streams = new Map<number, { readonly events: LinkEvents; behind: number }>();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let loaded = false;
  let over = false;
  let next = 0;

  const breakAll = (reason: string, retryable: boolean): void => {
    over = true;
    const words = said();
    const message = `sherpa-onnx ${reason}${words === '' ? '.' : `: ${words}`}`;
    const listening = [...streams.values()];
    streams.clear();
    for (const { events } of listening) {
      events.broken(new RecognizerError(message, { provider: 'sherpa', retryable }));
    }
  };
  const send = (message: EngineMessage): void => {
    if (child.connected) child.send(message);
  };
  child.on('message', (reply: EngineReply) => {
    if (reply.type === 'loaded') {
      loaded = true;
      for (const { events } of streams.values()) events.ready();
    } else if (reply.type === 'failed') {
      breakAll(`failed (${reply.message})`, false);
      child.kill('SIGKILL');
    } else {
      const stream = streams.get(reply.stream);
      if (stream === undefined) return;
      if (reply.type === 'taken') stream.behind -= reply.frames;
      else stream.events.heard(readHeard(reply));
    }
  });
  child.on('error', (error) => breakAll(`could not be started (${error.message})`, false));
  // What it does not like in a model it will not like the second time.
  child.once('exit', (code, signal) =>
    breakAll(`ended by itself (${signal ?? `exit code ${code}`})`, loaded),
  );
  setIdle(child, true);
  send({ type: 'load', config });

  return {
    get over() {
      return over;
    },
    open(events) {
      const id = next++;
      const stream = { events, behind: 0 };
      streams.set(id, stream);
      setIdle(child, false);
      // Not before it has been given back.
      if (loaded) queueMicrotask(() => events.ready());
      return {
        send(pcm) {
          stream.behind += pcm.length / 2;
          send({ type: 'sound', stream: id, pcm });
        },
        endUtterance: () => send({ type: 'utterance-end', stream: id }),
        endSound() {},
        get behind() {
          return stream.behind;
        },
        close() {
          send({ type: 'close', stream: id });
          streams.delete(id);
          setIdle(child, streams.size === 0);
        },
      };
    },
    async end() {
      breakAll('was closed', false);
      if (child.exitCode !== null || child.signalCode !== null) return;
      setIdle(child, false);
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function readHeard({ result, start, duration, final, ordinal }: Extract<EngineReply, { type: 'heard' }>) {
  const { success, data } = heardSchema.safeParse(result);
  const kind = final ? ('utterance' as const) : ('partial' as const);
  if (!success) return { kind, text: '', words: [], ordinal };
  const words = wordsOf(data, start, duration);
  return { kind, text: data.text.trim(), words, ordinal };
}
