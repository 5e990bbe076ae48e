import type { ClientOrder } from '../../src/live/protocol/index.ts';
import type { BlockMessage } from './block-message.ts';
import type { PlayerOrder } from './player.ts';
import { createRateBridge, type RateBridge, wireRate } from './rate-bridge.ts';

/** What was said and what was played in the same 20 ms, at the wire's rate. */
export type DuplexBlock = {
  /** Seconds of the page's clock at its beginning; the clock begins with the microphone. */
  readonly time: number;
  readonly user: Float32Array;
  readonly agent: Float32Array;
  readonly gain: number;
  /** Where the player is at its end. */
  readonly place?: ItemPlace;
  readonly reports: readonly (ItemPlace & { readonly type: 'held' | 'stopped' })[];
};

export type ItemPlace = { readonly item: string; readonly position: number };

/** Microphone and loudspeaker on one clock. */
export interface Duplex {
  /** Seconds until the user hears what is played now, as far as the browser knows. */
  readonly outputDelay: number;
  addSound(item: string | undefined, position: number, samples: Float32Array): void;
  order(order: ClientOrder): void;
  /** Nothing of what was sent is to be heard any more. */
  forgetAll(): void;
  close(): Promise<void>;
}

export type DuplexOptions = {
  /** Where the built `duplex-worklet.ts` lies. */
  readonly worklet: string;
  /** None: nothing is heard, everything is played. The duplex stops its tracks when it closes. */
  readonly microphone?: MediaStream;
  readonly onBlock: (block: DuplexBlock) => void;
  /** What went wrong while it ran, for the user to read. */
  readonly onTrouble: (message: string) => void;
};

export async function openDuplex(options: DuplexOptions): Promise<Duplex> {
  const { microphone, onBlock, onTrouble } = options;
  const { context, source } = connectMicrophone(microphone);
  try {
    await context.audioWorklet.addModule(options.worklet);
    await context.resume();
  } catch (error) {
    await context.close();
    throw error;
  }
  const bridge = createRateBridge(context.sampleRate);
  const node = new AudioWorkletNode(context, 'duologue-duplex', {
    numberOfInputs: 1,
    numberOfOutputs: 1,
    outputChannelCount: [1],
    channelCount: 1,
    channelCountMode: 'explicit',
  });
  const read = ({ data }: MessageEvent<BlockMessage>): void =>
    onBlock(readBlock(data, bridge, context.sampleRate));
  node.port.addEventListener('message', read);
  node.port.start();
  node.addEventListener('processorerror', () =>
    onTrouble('The sound of this page broke off. Press Talk again.'),
  );
  source?.connect(node);
  node.connect(context.destination);
  for (const track of microphone?.getAudioTracks() ?? []) {
    track.addEventListener('ended', () =>
      onTrouble('The microphone was disconnected. Press Talk to try again.'),
    );
  }
  // A telephone call, or another program that takes the loudspeaker, suspends it.
  context.addEventListener('statechange', () => {
    if (context.state === 'suspended') void context.resume();
  });
  const tell = (order: PlayerOrder): void => node.port.postMessage(order, []);

  return {
    get outputDelay() {
      const known = (context.baseLatency || 0) + (context.outputLatency || 0);
      return Number.isFinite(known) ? Math.min(known, 1) : 0;
    },
    addSound(item, position, samples) {
      if (item === undefined) tell({ type: 'add-aside', samples: bridge.aside(samples) });
      else tell({ type: 'add-sound', item, ...bridge.toMachine(item, position, samples) });
    },
    order: (order) => tell(inFrames(order, context.sampleRate)),
    forgetAll: () => tell({ type: 'forget-all' }),
    async close() {
      // So that it ends in a fade.
      tell({ type: 'forget-all' });
      for (const track of microphone?.getTracks() ?? []) track.stop();
      await new Promise((resolve) => setTimeout(resolve, 30));
      node.port.postMessage({ type: 'close' }, []);
      node.port.removeEventListener('message', read);
      node.disconnect();
      source?.disconnect();
      await context.close();
    },
  };
}

/** At the wire's rate where the browser allows it: some can't join a microphone of another rate to a context. */
function connectMicrophone(microphone: MediaStream | undefined): {
  context: AudioContext;
  source?: MediaStreamAudioSourceNode;
} {
  const context = new AudioContext({ sampleRate: wireRate, latencyHint: 'interactive' });
  if (microphone === undefined) return { context };
  try {
    return { context, source: context.createMediaStreamSource(microphone) };
  } catch {
    void context.close();
    const native = new AudioContext({ latencyHint: 'interactive' });
    return { context: native, source: native.createMediaStreamSource(microphone) };
  }
}

function inFrames(order: ClientOrder, rate: number): PlayerOrder {
  const frames = (duration: number): number => Math.round(duration * rate);
  const { action } = order;
  if (action === 'set-level') return { type: action, gain: order.gain, frames: frames(order.within) };
  if (action === 'play') return { type: action, item: order.item, frame: frames(order.position) };
  return { type: action, item: order.item, frames: frames(order.within) };
}

function readBlock(message: BlockMessage, bridge: RateBridge, rate: number): DuplexBlock {
  const { frame, gain, place, reports } = message;
  const placed = (at: { item: string; frame: number }): ItemPlace => ({
    item: at.item,
    position: bridge.positionOf(at.item, at.frame),
  });
  const block = {
    time: frame / rate,
    user: bridge.user(message.user),
    agent: bridge.agent(message.agent),
    gain,
    reports: reports.map((report) => ({ type: report.type, ...placed(report) })),
    ...(place === undefined ? {} : { place: placed(place) }),
  };
  for (const report of reports) if (report.type === 'stopped') bridge.forget(report.item);
  return block;
}
