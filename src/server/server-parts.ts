import type { Access } from './access/access.ts';
import type { TokenDesk } from './access/client-token.ts';
import type { ServerLimits } from './limits.ts';
import type { LoadMeter } from './load.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { ServerOptions } from './server-options.ts';
import type { SessionDesk } from './session-desk.ts';
import type { VoiceDesk } from './voice-desk.ts';

/** What every part of a server works with. */
export type ServerParts = {
  readonly options: ServerOptions;
  readonly limits: ServerLimits;
  readonly access: Access;
  readonly tokens: TokenDesk;
  readonly voices: VoiceDesk;
  readonly sessions: SessionDesk;
  readonly metrics: Metrics;
  readonly load: LoadMeter;
  readonly log: Log;
  /** Unix time, seconds. */
  readonly now: () => number;
};
