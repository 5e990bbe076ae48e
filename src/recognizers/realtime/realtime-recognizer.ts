import {
  checkCloudOptions,
  findKey,
  hideSecrets,
  type KeyedService,
  listenWith,
  type Recognizer,
  secretsIn,
} from '../../voices/index.ts';
import { checkNumbers, checkSampleRate } from '../check-options.ts';
import { createRelay } from '../relay/relay.ts';
import type { Talk, TalkEvents } from './dialect.ts';
import type { SocketConstructor } from './socket.ts';
import { socketError } from './socket-error.ts';
import { openSocketLink } from './socket-link.ts';

/** What every service that is asked over a WebSocket takes. */
export type RealtimeOptions = {
  /** Default: from the vendor's environment variable. Never printed, logged or stored. */
  readonly apiKey?: string;
  /** Default: the vendor's own. `https` becomes `wss`. */
  readonly baseURL?: string;
  /** Sent with the connection, where the WebSocket can: that of `ws` can, a browser's cannot. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Connections in a row that may fail, 0 to 20; default 3. Sound without final words is sent again. */
  readonly maxRetries?: number;
  /** Seconds until a connection stands, .1 to 600; default 10. */
  readonly timeout?: number;
  /** Seconds that final words may take, .05 to 60; then those there are count. Default 4. */
  readonly patience?: number;
  /** Seconds of sound that may wait to be sent, 1 to 600; what comes then is not heard. Default 30. */
  readonly mostBehind?: number;
  /** Default: the platform's, or that of the package `ws`. */
  readonly WebSocket?: SocketConstructor;
};

export type RealtimeService = KeyedService & {
  readonly id: string;
  readonly baseURL: string;
  readonly languages: readonly string[];
  readonly sampleRate: number;
  readonly partial: boolean;
  readonly timed: boolean;
  readonly authorize: (key: string) => Readonly<Record<string, string>>;
  /** Subprotocols that carry the key where headers cannot. */
  readonly protocols: (key: string) => readonly string[];
  /** Below the base URL. */
  readonly path: string;
  readonly query: (language: string | undefined) => Readonly<Record<string, string>>;
  readonly talk: (events: TalkEvents, language: string | undefined) => Talk;
};

export function createRealtimeRecognizer(service: RealtimeService, options: RealtimeOptions): Recognizer {
  const { name, title, id, languages, sampleRate, partial, timed } = service;
  const { maxRetries = 3, timeout = 10, patience = 4, mostBehind = 30, headers = {} } = options;
  const { apiKey, baseURL: wanted } = options;
  checkSampleRate(name, sampleRate);
  checkNumbers(name, {
    timeout: [timeout, 0.1, 600],
    patience: [patience, 0.05, 60],
    mostBehind: [mostBehind, 1, 600],
  });
  const { baseURL } = checkCloudOptions(service, {
    headers,
    maxRetries,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(wanted === undefined ? {} : { baseURL: wanted.replace(/^ws(s?:)/, 'http$1') }),
  });
  return {
    id,
    languages,
    sampleRate,
    partial,
    timed,
    async *listen(sound, { language, signal } = {}) {
      signal?.throwIfAborted();
      const key = findKey(service, apiKey);
      const credentials = {
        headers: { ...(key === undefined ? {} : service.authorize(key)), ...headers },
        protocols: key === undefined ? [] : service.protocols(key),
      };
      const secrets = secretsIn(key, headers);
      const url = new URL(`${baseURL.replace(/^http/, 'ws')}/${service.path}`);
      for (const [field, value] of Object.entries(service.query(language)))
        url.searchParams.set(field, value);
      const socket = {
        vendor: { name, title },
        url: url.href,
        credentials,
        timeout,
        WebSocket: options.WebSocket,
        hide: (text: string) => hideSecrets(text, secrets),
        talk: (events: TalkEvents) => service.talk(events, language),
      };
      const unanswered = () =>
        socketError({ name, title }, 'timeout', 'no final words came for two utterances in a row.', {
          retryable: true,
        });
      yield* listenWith(sound, signal, (parts) =>
        createRelay(
          {
            open: (events) => openSocketLink(socket, events),
            title,
            sampleRate,
            partial,
            timed,
            patience,
            maxRetries,
            mostBehind,
            unanswered,
            mostKept: 60,
          },
          parts,
        ),
      );
    },
  };
}
