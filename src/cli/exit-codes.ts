/** What `duologue` exits with. Documented in docs/command-line.md. */
export const exitCodes = {
  done: 0,
  fault: 1,
  usage: 2,
  input: 3,
  voice: 4,
  output: 5,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** 128 and the signal's number, as shells have it. */
export function stoppedBy(signal: unknown): number {
  if (signal === 'SIGTERM') return exitCodes.terminated;
  return signal === 'SIGHUP' ? exitCodes.hungUp : exitCodes.interrupted;
}
