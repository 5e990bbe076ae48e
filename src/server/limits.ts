/** What one client may ask of a server, and all of them together. */
export type ServerLimits = {
  /** Live sessions at once. Default 200. */
  readonly sessions: number;
  /** Of one API key, or on loopback without keys of one address. Default 50. */
  readonly sessionsPerKey: number;
  /** Seconds that a session may last. Default 3600. */
  readonly sessionLength: number;
  /** Bytes of one message of a session. Default 1 MiB: 16 s of sound. */
  readonly messageBytes: number;
  /** Messages a second of a session; twice as many at one go. Default 200. */
  readonly messagesPerSecond: number;
  /** Bytes a second of a session; ten times as many at one go. Default 512 KiB: 8 times as fast as sound is spoken. */
  readonly bytesPerSecond: number;
  /** Bytes that may wait for a client that reads slowly. Default 4 MiB. */
  readonly bufferedBytes: number;
  /** Bytes of the body of a request. Default 2 MiB. */
  readonly bodyBytes: number;
  /** Requests for speech and conversations that are worked on at once; others wait or are refused. Default 4. */
  readonly renders: number;
  /** Share of the event loop's time from which on no new session is taken, .1 to 1. Default .8. */
  readonly load: number;
};

export const defaultLimits: ServerLimits = {
  sessions: 200,
  sessionsPerKey: 50,
  sessionLength: 3600,
  messageBytes: 1_048_576,
  messagesPerSecond: 200,
  bytesPerSecond: 524_288,
  bufferedBytes: 4_194_304,
  bodyBytes: 2_097_152,
  renders: 4,
  load: 0.8,
};
