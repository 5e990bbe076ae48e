import type { LivePolicyOptions, LivePreset } from '../live/index.ts';
import type { Brain, CloudOptions, Recognizer, VoiceCatalogue } from '../voices/index.ts';
import type { ServerKey } from './access/server-keys.ts';
import type { ServerLimits } from './limits.ts';
import type { Log } from './log.ts';

/** What a server offers, and to whom. It owns none of the parts that it is given. */
export type ServerOptions = {
  /** Default `127.0.0.1`. Any other is refused without keys. */
  readonly host?: string;
  /** Default 8000; 0: any that is free. */
  readonly port?: number;
  /** Who can be talked to; the first is meant where a client names none. At least one. */
  readonly models: readonly ServedModel[];
  readonly voices: VoiceCatalogue;
  /** Whose voices are offered first, by id; the first is spoken with. Default: one that speaks the first language. */
  readonly firstVoices?: readonly string[];
  /** Of services whose voices may be asked for in scripts. */
  readonly connections?: Readonly<Record<string, CloudOptions>>;
  /** Who may use it. Default none: only on loopback, where nobody needs one. */
  readonly keys?: readonly ServerKey[];
  /** With which client tokens are signed; servers that share it read each other's. Default random. */
  readonly tokenSecret?: string;
  /** Origins whose pages may use it, beside its own. Default none. */
  readonly origins?: readonly string[];
  /** Names by which clients know it behind a proxy, such as `talk.example.org`. Default none. */
  readonly hosts?: readonly string[];
  /** Addresses of proxies, whose word about a client's address is taken. Default none. */
  readonly proxies?: readonly string[];
  readonly limits?: Partial<ServerLimits>;
  /** Folder into which every session is recorded. Default none: nothing of the sound is kept. */
  readonly record?: string;
  /** Folder of the page that is served at `/`. Default none. */
  readonly studio?: string;
  /** Default: nothing is logged. */
  readonly log?: Log;
};

/** Somebody to talk to, by a name. */
export type ServedModel = {
  readonly id: string;
  readonly brain: Brain;
  /** None: it goes by sound alone. */
  readonly recognizer?: Recognizer;
  readonly instructions?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly preset?: LivePreset;
  readonly policy?: LivePolicyOptions;
  /** BCP 47, the first is spoken at first. Default `['en']`. */
  readonly languages?: readonly string[];
  /** Speaks first. Default false. */
  readonly opens?: boolean;
};
