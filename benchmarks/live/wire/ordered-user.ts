import { WebSocket } from 'ws';
import { createResampler } from '../../../src/dsp/index.ts';
import {
  agentSampleRate,
  type ClientOrder,
  createLiveClient,
  type LiveClientEvent,
} from '../../../src/live/index.ts';
import { createPositionReports } from '../../../studio/session/position-reports.ts';
import { createPlayer, type PlayerOrder } from '../../../studio/sound/player.ts';
import { noiseRate } from '../sound-making.ts';
import { createSoundLine } from '../stage/sound-line.ts';
import { stageFrameLength } from '../stage/user-player.ts';
import {
  createUserTrack,
  instructionsOf,
  languagesOf,
  type WireUser,
  type WireUserOptions,
} from './user-track.ts';

const blockLength = 0.02 * agentSampleRate;

/** The user behind the page's own client: sound comes ahead, and it is played by order. */
export function openOrderedUser(options: WireUserOptions): WireUser {
  const { url, scenario } = options;
  const track = createUserTrack(options);
  const player = createPlayer(agentSampleRate);
  const positions = createPositionReports();
  const toUser = createResampler({ from: agentSampleRate, to: noiseRate, quality: 'light' });
  const line = createSoundLine();
  let failure: string | undefined;
  let closed = false;
  const settle: { ready?: () => void; broken?: (error: Error) => void } = {};
  const opened = new Promise<void>((resolve, reject) => {
    settle.ready = resolve;
    settle.broken = reject;
  });
  // Whoever opened it may only look at `failure`.
  opened.catch(() => {});
  const fail = (reason: string): void => {
    if (closed) return;
    failure ??= reason;
    settle.broken?.(new Error(reason));
  };
  const follow = (event: LiveClientEvent): void => {
    if (event.type === 'session-changed') settle.ready?.();
    else if (event.type === 'audio-ready') {
      const { item, position, samples } = event;
      const frame = Math.round(position * agentSampleRate);
      player.obey(
        item === undefined ? { type: 'add-aside', samples } : { type: 'add-sound', item, frame, samples },
      );
    } else if (event.type === 'playback-ordered') player.obey(inFrames(event.order));
    else if (event.type === 'error-raised') fail(event.message);
    else if (
      event.type === 'connection-changed' &&
      (event.status === 'closed' || event.status === 'waiting')
    ) {
      fail(event.reason ?? 'the connection is gone');
    }
  };
  const client = createLiveClient({
    url,
    webSocket: WebSocket,
    reconnect: { attempts: 0 },
    session: {
      instructions: instructionsOf(scenario),
      voice: scenario.agentVoice,
      languages: languagesOf(scenario),
      playback: 'client',
    },
    onEvent: follow,
  });

  const report = (): void => {
    for (const { type, item, frame } of player.takeReports()) {
      const position = frame / agentSampleRate;
      if (type === 'stopped') {
        positions.forget(item);
        client.stopped(item, position);
      } else client.moved(item, position);
    }
    const { place } = player;
    const heard = positions.follow(
      place === undefined ? undefined : { item: place.item, position: place.frame / agentSampleRate },
      0,
    );
    if (heard !== undefined) client.moved(heard.item, heard.position);
  };

  return {
    opened,
    get over() {
      return track.over || failure !== undefined;
    },
    get failure() {
      return failure;
    },
    tick() {
      const block = new Float32Array(blockLength);
      if (!track.leading) player.pull(block);
      report();
      line.push(toUser.push(block));
      client.hear(track.next(line.pull(stageFrameLength)));
    },
    recording: () => track.recording(),
    close() {
      closed = true;
      client.close();
    },
  };
}

function inFrames(order: ClientOrder): PlayerOrder {
  switch (order.action) {
    case 'set-level':
      return { type: 'set-level', gain: order.gain, frames: framesOf(order.within) };
    case 'play':
      return { type: 'play', item: order.item, frame: framesOf(order.position) };
    case 'hold':
    case 'stop':
      return { type: order.action, item: order.item, frames: framesOf(order.within) };
    default:
      return order satisfies never;
  }
}

function framesOf(time: number): number {
  return Math.round(time * agentSampleRate);
}
