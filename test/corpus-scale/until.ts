import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Seconds; a machine that others use too may take its time. */
const patience = 30;

/** Asks again and again until it is so; throws where it does not come to be. */
export async function until(what: string, is: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + patience * 1000;
  while (!(await is())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${patience} s`);
    await pause(20);
  }
}

/** Until somebody answers on this port of loopback. */
export function untilListening(port: number, isRunning: () => boolean): Promise<void> {
  return until(`somebody listens on ${port}`, () => {
    if (!isRunning()) throw new Error(`What was to listen on ${port} has ended.`);
    return answers(port);
  });
}

export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const tell = (is: boolean) => (): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', tell(true));
    socket.once('error', tell(false));
  });
}

/** Whether a process of this machine is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
