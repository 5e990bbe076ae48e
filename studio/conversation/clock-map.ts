/**
 * The server's clock on the page's: a notice of something that is happening now arrives a little late, never early, so
 * the smallest difference seen is the truest.
 */
export interface ClockMap {
  /** A notice of the server's time `at` has come at the page's time `now`. */
  see(at: number, now: number): void;
  toPage(at: number): number;
  /** Another connection has another clock. */
  restart(): void;
}

export function createClockMap(): ClockMap {
  let offset: number | undefined;
  return {
    see(at, now) {
      offset = Math.min(offset ?? Infinity, now - at);
    },
    toPage: (at) => Math.max(0, at + (offset ?? 0)),
    restart() {
      offset = undefined;
    },
  };
}
