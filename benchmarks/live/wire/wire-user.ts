import { WebSocket } from 'ws';
import * as z from 'zod';
import { createResampler } from '../../../src/dsp/index.ts';
import { agentSampleRate } from '../../../src/live/index.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { noiseRate } from '../sound-making.ts';
import type { Recording } from '../stage/recording.ts';
import { createSoundLine } from '../stage/sound-line.ts';
import { createUserPlayer, type HeardWord, stageFrameLength } from '../stage/user-player.ts';
import { leadIn } from './lead-in.ts';

/** Seconds of sound that a client has before it begins to play, against the jitter of the network. */
const playAfter = 0.04;

export type WireUserOptions = {
  /** `ws://host:port/v1/realtime?model=…`. */
  readonly url: string;
  readonly scenario: Scenario;
  /** By which a recogniser that knows the truth knows the scenario. */
  readonly number: number;
  readonly onWords: (words: readonly HeardWord[]) => void;
};

/**
 * The user of a scenario behind a plain client of the Realtime protocol: it plays what comes as it comes, forgets it
 * when the server says that the user speaks, and knows nothing of our extensions but for the languages.
 */
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

const serverEvent = z.looseObject({
  type: z.string(),
  delta: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

export function openWireUser({ url, scenario, number, onWords }: WireUserOptions): WireUser {
  const player = createUserPlayer(scenario);
  const line = createSoundLine();
  const heard: Float32Array[] = [];
  const toUser = createResampler({ from: agentSampleRate, to: noiseRate, quality: 'light' });
  const toServer = createResampler({ from: noiseRate, to: agentSampleRate, quality: 'light' });
  const lead = leadIn(number);
  let led = 0;
  let playing = false;
  let told = 0;
  let failure: string | undefined;
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const send = (event: unknown): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event));
  };
  const append = (samples: Float32Array): void => {
    send({ type: 'input_audio_buffer.append', audio: pcm16(toServer.push(samples)).toString('base64') });
  };

  const opened = new Promise<void>((resolve, reject) => {
    const fail = (reason: string): void => {
      failure ??= reason;
      reject(new Error(reason));
    };
    socket.on('message', (data: Buffer) => {
      const event = serverEvent.parse(JSON.parse(data.toString('utf8')));
      switch (event.type) {
        case 'session.created':
          send({ type: 'session.update', session: sessionOf(scenario) });
          return;
        case 'session.updated':
          resolve();
          return;
        case 'response.output_audio.delta':
          if (typeof event.delta === 'string')
            line.push(toUser.push(fromPcm16(Buffer.from(event.delta, 'base64'))));
          return;
        case 'input_audio_buffer.speech_started':
          line.clear();
          playing = false;
          return;
        case 'error':
          fail(event.error?.message ?? 'an error without a message');
      }
    });
    socket.on('error', (error) => fail(error.message));
    socket.on('close', (code, reason) => fail(`closed with ${code}: ${reason.toString('utf8')}`));
  });
  // Whoever opened it may only look at `failure`.
  opened.catch(() => {});

  return {
    opened,
    get over() {
      return player.over || failure !== undefined;
    },
    get failure() {
      return failure;
    },
    tick() {
      if (led < lead.length) {
        append(lead.subarray(led, led + stageFrameLength));
        led += stageFrameLength;
        line.clear();
        return;
      }
      if (!playing) playing = line.length >= playAfter * noiseRate;
      const agent = playing ? line.pull(stageFrameLength) : new Float32Array(stageFrameLength);
      if (line.length === 0) playing = false;
      heard.push(agent);
      append(player.next(agent));
      if (player.words.length > told) {
        told = player.words.length;
        onWords(player.words);
      }
    },
    recording() {
      const agent = new Float32Array(heard.length * stageFrameLength);
      for (const [index, frame] of heard.entries()) agent.set(frame, index * stageFrameLength);
      return { scenario, agent, played: player.played, notices: [] };
    },
    close() {
      failure ??= player.over ? undefined : 'closed early';
      socket.close();
    },
  };
}

function sessionOf({ replies, thinking, agentVoice, language }: Scenario): unknown {
  return {
    type: 'realtime',
    // What the brain of the measured server answers with.
    instructions: JSON.stringify({ replies, thinking }),
    audio: { output: { voice: agentVoice } },
    duologue: { languages: [language === 'zh' ? 'zh-CN' : 'en'] },
  };
}

function pcm16(samples: Float32Array): Buffer {
  const bytes = Buffer.allocUnsafe(samples.length * 2);
  for (const [index, sample] of samples.entries()) {
    bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))), index * 2);
  }
  return bytes;
}

function fromPcm16(bytes: Buffer): Float32Array {
  return Float32Array.from(
    { length: bytes.length >> 1 },
    (_, index) => bytes.readInt16LE(index * 2) / 32_768,
  );
}
