import { createResampler } from '../../../src/dsp/index.ts';
import { agentSampleRate } from '../../../src/live/index.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { noiseRate } from '../sound-making.ts';
import type { Recording } from '../stage/recording.ts';
import { createUserPlayer, type HeardWord, stageFrameLength } from '../stage/user-player.ts';
import { leadIn } from './lead-in.ts';

export type WireUserOptions = {
  /** `ws://host:port/v1/realtime?model=…`. */
  readonly url: string;
  readonly scenario: Scenario;
  /** By which a recogniser that knows the truth knows the scenario. */
  readonly number: number;
  readonly onWords: (words: readonly HeardWord[]) => void;
};

/** The user of a scenario at the far end of a connection. */
export interface WireUser {
  /** Ready to be ticked every 20 ms. */
  readonly opened: Promise<void>;
  tick(): void;
  readonly over: boolean;
  /** Why the conversation broke, if it did. */
  readonly failure: string | undefined;
  recording(): Recording;
  close(): void;
}

/** What the user says and hears, 20 ms at a time, whatever the client is like. */
export interface UserTrack {
  /** Nothing is heard yet: the number is being sent. */
  readonly leading: boolean;
  /** `agent`: what is played, at 16 kHz. What the microphone brings in the same 20 ms, at 24 kHz. */
  next(agent: Float32Array): Float32Array;
  readonly over: boolean;
  recording(): Recording;
}

export function createUserTrack({ scenario, number, onWords }: WireUserOptions): UserTrack {
  const player = createUserPlayer(scenario);
  const heard: Float32Array[] = [];
  const toServer = createResampler({ from: noiseRate, to: agentSampleRate, quality: 'light' });
  const lead = leadIn(number, scenario.floor);
  let led = 0;
  let told = 0;
  return {
    get leading() {
      return led < lead.length;
    },
    get over() {
      return player.over;
    },
    next(agent) {
      if (led < lead.length) {
        led += stageFrameLength;
        return toServer.push(lead.subarray(led - stageFrameLength, led));
      }
      heard.push(agent);
      const captured = player.next(agent);
      if (player.words.length > told) {
        told = player.words.length;
        onWords(player.words);
      }
      return toServer.push(captured);
    },
    recording() {
      const agent = new Float32Array(heard.length * stageFrameLength);
      for (const [index, frame] of heard.entries()) agent.set(frame, index * stageFrameLength);
      return { scenario, agent, played: player.played, notices: [] };
    },
  };
}

/** What the brain of the measured server answers with. */
export function instructionsOf({ replies, thinking }: Scenario): string {
  return JSON.stringify({ replies, thinking });
}

export function languagesOf({ language }: Scenario): readonly string[] {
  return [language === 'zh' ? 'zh-CN' : 'en'];
}
