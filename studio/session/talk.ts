import { createLiveClient, type LiveClientSession } from '../../src/live/protocol/index.ts';
import { createClockMap } from '../conversation/clock-map.ts';
import { type Conversation, emptyConversation } from '../conversation/conversation.ts';
import { followEvent, type TalkEvent } from '../conversation/follow-event.ts';
import type { PlayedSpan } from '../conversation/session-timeline.ts';
import { createLatencyMeter, type ReplyLatency } from '../measure/reply-latency.ts';
import { createSpeechGate, levelOf } from '../measure/speech-gate.ts';
import { createLevelHistory, type LevelHistory } from '../picture/level-history.ts';
import { createTwoTrackRecorder, type TwoTrackRecorder } from '../save/two-track-recorder.ts';
import { type DuplexBlock, openDuplex } from '../sound/duplex.ts';
import { wireRate } from '../sound/rate-bridge.ts';
import { createPositionReports } from './position-reports.ts';

/** All that is known of a talk, for as long as the page shows it. */
export interface TalkRecord {
  readonly conversation: Conversation;
  /** Seconds of the page's clock. */
  readonly now: number;
  readonly levels: LevelHistory;
  /** dBFS of the microphone. */
  readonly userLevel: number;
  readonly latencies: readonly ReplyLatency[];
  readonly sound: TwoTrackRecorder;
  readonly played: ReadonlyMap<string, PlayedSpan>;
}

export interface Talk {
  readonly record: TalkRecord;
  /** The server hears silence in place of the user, and so does the recording. */
  mute(muted: boolean): void;
  /** For who holds a key to talk: the user's turn is over. */
  release(): void;
  type(text: string): void;
  /** The agent is to be silent. */
  stopAgent(): void;
  change(session: LiveClientSession): void;
  close(): Promise<void>;
}

export type TalkOptions = {
  readonly address: string;
  readonly key?: string;
  readonly session: LiveClientSession;
  readonly worklet: string;
  readonly microphone?: MediaStream;
  readonly muted: boolean;
  readonly onEvent: (event: TalkEvent) => void;
  /** What went wrong with the sound, for the user to read. */
  readonly onTrouble: (message: string) => void;
};

/** dBFS from which the agent is heard. */
const audible = -50;
const mostLatencies = 200;

export async function startTalk(options: TalkOptions): Promise<Talk> {
  const { microphone, session, onEvent } = options;
  const clock = createClockMap();
  const levels = createLevelHistory();
  const sound = createTwoTrackRecorder(wireRate);
  const played = new Map<string, PlayedSpan>();
  const gate = createSpeechGate();
  const meter = createLatencyMeter();
  const positions = createPositionReports();
  let conversation = emptyConversation;
  let latencies: readonly ReplyLatency[] = [];
  let { muted } = options;
  let closed = false;
  let now = 0;
  let userLevel = -100;

  const follow = (event: TalkEvent): void => {
    if (event.type === 'audio-ready') duplex.addSound(event.item, event.position, event.samples);
    else if (event.type === 'playback-ordered') duplex.order(event.order);
    if (event.type === 'connection-changed' && event.status !== 'open') {
      duplex.forgetAll();
      clock.restart();
    }
    if (event.type === 'notice-told' && 'at' in event.notice) clock.see(event.notice.at, now);
    conversation = followEvent(conversation, event, now, (at) => clock.toPage(at));
    onEvent(event);
  };

  const hearBlock = (block: DuplexBlock): void => {
    const user = muted ? new Float32Array(block.user.length) : block.user;
    if (!closed) client.hear(user);
    sound.add(user, block.agent);
    now = block.time + 0.02;
    userLevel = levelOf(user);
    const agent = levelOf(block.agent);
    levels.add({ time: block.time, user: userLevel, agent, userSounds: gate.hear(userLevel) });
    if (!closed) report(block);
    if (block.place !== undefined && agent > audible) extend(played, block.place.item, block.time);
    const latency = meter.hear({
      time: block.time,
      userLevel,
      agentLevel: agent,
      item: block.place?.item,
      outputDelay: duplex.outputDelay,
    });
    if (latency !== undefined) latencies = [...latencies, latency].slice(-mostLatencies);
  };

  const report = ({ place, reports }: DuplexBlock): void => {
    for (const { type, item, position } of reports) {
      if (type === 'stopped') {
        positions.forget(item);
        client.stopped(item, position);
      } else client.moved(item, position);
    }
    const heard = positions.follow(place, duplex.outputDelay);
    if (heard !== undefined) client.moved(heard.item, heard.position);
  };

  const duplex = await openDuplex({
    worklet: options.worklet,
    ...(microphone === undefined ? {} : { microphone }),
    onBlock: (block) => hearBlock(block),
    onTrouble: options.onTrouble,
  });

  const client = createLiveClient({
    url: options.address,
    ...(options.key === undefined ? {} : { key: options.key }),
    session: { ...session, playback: 'client' },
    onEvent: (event) => follow(event),
  });

  return {
    record: {
      get conversation() {
        return conversation;
      },
      get now() {
        return now;
      },
      get userLevel() {
        return userLevel;
      },
      get latencies() {
        return latencies;
      },
      levels,
      sound,
      played,
    },
    mute(value) {
      muted = value;
    },
    release: () => client.commit(),
    type(text) {
      client.say(text);
      follow({ type: 'text-typed', text });
    },
    stopAgent: () => client.cancel(),
    change: (changed) => client.change(changed),
    async close() {
      closed = true;
      client.close();
      await duplex.close();
    },
  };
}

function extend(played: Map<string, PlayedSpan>, item: string, time: number): void {
  const start = played.get(item)?.start ?? time;
  played.set(item, { start, end: time + 0.02 });
}
