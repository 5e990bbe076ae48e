#!/usr/bin/env node
import { runCommandLine } from './command-line.ts';
import { exitCodes, stoppedBy } from './exit-codes.ts';
import { processTerminal } from './terminal.ts';

/** How long, in seconds, a stopped command may take to clean up before the process ends regardless. */
const patience = 0.15;

const controller = new AbortController();
const stop = (signal: NodeJS.Signals): void => {
  const code = stoppedBy(signal);
  if (controller.signal.aborted) process.exit(code);
  controller.abort(signal);
  setTimeout(() => process.exit(code), patience * 1000).unref();
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
// The terminal was closed.
process.on('SIGHUP', stop);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader went away, as `| head` does.
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.output);
});

const code = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(),
  signal: controller.signal,
});
process.exit(code);
