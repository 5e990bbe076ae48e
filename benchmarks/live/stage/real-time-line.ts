import { createRandom, type Random } from '../../../src/dsp/index.ts';
import { stageFrame } from './user-player.ts';

/** A loop's stalls: how often, and for how many milliseconds at least and at most. */
type Stalls = readonly { readonly every: number; readonly least: number; readonly most: number }[];

/** Of a server and of a client that share a machine with others. */
const serverStalls: Stalls = [
  { every: 0.3, least: 2, most: 10 },
  { every: 3, least: 10, most: 40 },
  { every: 25, least: 40, most: 130 },
];
const clientStalls: Stalls = [
  { every: 0.3, least: 1, most: 6 },
  { every: 5, least: 6, most: 30 },
  { every: 40, least: 30, most: 100 },
];

export type RealTimeEnds = {
  /** The client's frame is due: what its user hears goes in, what the microphone brought comes out. */
  tick(): Float32Array;
  /** The server hears a frame; what it sends meanwhile goes through `send`. */
  hear(captured: Float32Array): void;
  /** Time passes at the server, in seconds. */
  pass(duration: number): Promise<void>;
  /** The client gets what was sent. */
  receive(sound: Float32Array | 'cleared'): void;
};

/**
 * A client and a server in two processes, a millisecond at a time. Either stands still now and then; a client that did
 * makes up for its frames before it reads what has come, as timers come before sockets, and a server looks at the clock first.
 */
export interface RealTimeLine {
  send(sound: Float32Array | 'cleared'): void;
  /** The next millisecond. */
  advance(): Promise<void>;
}

export function createRealTimeLine(seed: string, load: number, ends: RealTimeEnds): RealTimeLine {
  const random = createRandom(`real-time/${seed}`);
  const server = createLoop(random.fork('server'), serverStalls, load);
  const client = createLoop(random.fork('client'), clientStalls, load);
  let toServer: Float32Array[] = [];
  let toClient: (Float32Array | 'cleared')[] = [];
  let [time, ticks, behind] = [0, 0, 0];
  return {
    send: (sound) => void toClient.push(sound),
    async advance() {
      time += 1;
      behind += 1;
      const [clientWas, clientIs] = [client.still, client.next()];
      if (!clientIs) {
        const read = (): void => {
          const come = toClient;
          toClient = [];
          for (const sound of come) ends.receive(sound);
        };
        if (!clientWas) read();
        for (; ticks * stageFrame * 1000 <= time; ticks += 1) toServer.push(ends.tick());
        if (clientWas) read();
      }
      if (server.next()) return;
      await ends.pass(behind / 1000);
      behind = 0;
      const come = toServer;
      toServer = [];
      for (const frame of come) ends.hear(frame);
      if (come.length > 0) await ends.pass(0);
    },
  };
}

function createLoop(random: Random, stalls: Stalls, load: number) {
  let left = 0;
  const loop = {
    still: false,
    next(): boolean {
      for (const { every, least, most } of stalls) {
        if (random.next() < load / (every * 1000))
          left = Math.max(left, Math.round(load * (least + random.next() * (most - least))));
      }
      loop.still = left > 0;
      left = Math.max(0, left - 1);
      return loop.still;
    },
  };
  return loop;
}
