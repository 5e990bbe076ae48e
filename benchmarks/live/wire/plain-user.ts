import { WebSocket } from 'ws';
import * as z from 'zod';
import { createResampler } from '../../../src/dsp/index.ts';
import { agentSampleRate } from '../../../src/live/index.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { noiseRate } from '../sound-making.ts';
import { createPlainLine } from '../stage/playing-line.ts';
import {
  createUserTrack,
  instructionsOf,
  languagesOf,
  type WireUser,
  type WireUserOptions,
} from './user-track.ts';

const serverEvent = z.looseObject({
  type: z.string(),
  delta: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

/**
 * The user behind a plain client of the Realtime protocol: it plays what comes as it comes, forgets it when the server
 * says that the user speaks, and knows nothing of our extensions but for the languages.
 */
export function openPlainUser(options: WireUserOptions): WireUser {
  const { url, scenario } = options;
  const track = createUserTrack(options);
  const line = createPlainLine();
  const toUser = createResampler({ from: agentSampleRate, to: noiseRate, quality: 'light' });
  let failure: string | undefined;
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const send = (event: unknown): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event));
  };

  const opened = new Promise<void>((resolve, reject) => {
    const fail = (reason: string): void => {
      failure ??= reason;
      reject(new Error(reason));
    };
    socket.on('message', (data: Buffer) => {
      const event = serverEvent.parse(JSON.parse(data.toString('utf8')));
      if (event.type === 'session.created') send({ type: 'session.update', session: sessionOf(scenario) });
      else if (event.type === 'session.updated') resolve();
      else if (event.type === 'response.output_audio.delta') {
        if (typeof event.delta === 'string') line.push(toUser.push(fromPcm16(event.delta)));
      } else if (event.type === 'input_audio_buffer.speech_started') {
        line.clear();
      } else if (event.type === 'error') fail(event.error?.message ?? 'an error without a message');
    });
    socket.on('error', (error) => fail(error.message));
    socket.on('close', (code, reason) => fail(`closed with ${code}: ${reason.toString('utf8')}`));
  });
  // Whoever opened it may only look at `failure`.
  opened.catch(() => {});

  const play = (): Float32Array => {
    if (track.leading) line.clear();
    return line.play();
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
      send({ type: 'input_audio_buffer.append', audio: toPcm16(track.next(play())) });
    },
    recording: () => track.recording(),
    close: () => socket.close(),
  };
}

function sessionOf(scenario: Scenario): unknown {
  return {
    type: 'realtime',
    instructions: instructionsOf(scenario),
    audio: { output: { voice: scenario.agentVoice } },
    duologue: { languages: languagesOf(scenario) },
  };
}

function toPcm16(samples: Float32Array): string {
  const bytes = Buffer.allocUnsafe(samples.length * 2);
  for (const [index, sample] of samples.entries()) {
    bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))), index * 2);
  }
  return bytes.toString('base64');
}

function fromPcm16(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from(
    { length: bytes.length >> 1 },
    (_, index) => bytes.readInt16LE(index * 2) / 32_768,
  );
}
