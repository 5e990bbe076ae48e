import { agentSampleRate, type LiveOutput } from '../session-options.ts';
import { rampTime } from './level-ramp.ts';
import type { Playout, PlayoutTick } from './playout.ts';
import type { ReplySound } from './reply-sound.ts';

const tickFrames = agentSampleRate / 50;
/** Seconds without a report after which the client is taken to have played on by itself no further. */
const reportPatience = 0.5;

type Playing = {
  readonly reply: string;
  readonly sound: ReplySound;
  /** Frames that have been sent, and that have been heard as far as is known. */
  sent: number;
  heard: number;
  going: boolean;
  /** The client has let go of what it was sent. */
  emptied: boolean;
  /** Ticks since the last report. */
  age: number;
};

/** The client plays: sound goes ahead of what is heard, orders go at once, positions come back as reports. */
export function createClientPlayout(send: (output: LiveOutput) => void, ahead: number): Playout {
  const aheadFrames = Math.round(ahead * agentSampleRate);
  let playing: Playing | undefined;
  /** A reply that waits for the end of a filler: nobody says `one moment` and the answer at once. */
  let waiting: { readonly reply: string; readonly sound: ReplySound } | undefined;
  let asideTicks = 0;
  let gain = 1;
  const pending: PlayoutTick[] = [];

  const feed = (current: Playing): void => {
    const { reply, sound } = current;
    const room = Math.min(current.heard + aheadFrames, sound.available) - current.sent;
    if (room <= 0) return;
    const samples = new Float32Array(room);
    sound.read(current.sent, samples);
    send({ type: 'audio-ready', reply, position: current.sent / agentSampleRate, samples });
    current.sent += room;
  };

  const begin = (reply: string, sound: ReplySound, position: number): void => {
    waiting = undefined;
    const frames = Math.round(position * agentSampleRate);
    // After a breath it still holds what it was sent.
    const kept = playing?.reply === reply && !playing.emptied ? playing.sent : 0;
    playing = {
      reply,
      sound,
      sent: Math.max(kept, frames),
      heard: frames,
      going: true,
      emptied: false,
      age: 0,
    };
    send({ type: 'playback-ordered', order: { action: 'play', reply, position } });
  };

  return {
    play(reply, sound, position) {
      if (asideTicks > 0 && position === 0) waiting = { reply, sound };
      else begin(reply, sound, position);
    },
    hold(reply, within) {
      if (playing?.reply === reply) playing.going = false;
      send({ type: 'playback-ordered', order: { action: 'hold', reply, within } });
    },
    stop(reply, within) {
      if (playing?.reply === reply) {
        playing.going = false;
        playing.emptied = true;
      }
      send({ type: 'playback-ordered', order: { action: 'stop', reply, within } });
    },
    setLevel(level, within) {
      send({
        type: 'playback-ordered',
        order: { action: 'set-level', gain: level, within: rampTime(gain, level, within) },
      });
      gain = level;
    },
    playAside(samples) {
      asideTicks = Math.ceil(samples.length / tickFrames);
      send({ type: 'audio-ready', position: 0, samples });
    },
    drop(reply) {
      if (waiting?.reply === reply) waiting = undefined;
      if (playing?.reply === reply && playing.going) playing = undefined;
    },
    report(reply, position, stopped) {
      if (playing?.reply === reply) {
        playing.heard = Math.min(Math.round(position * agentSampleRate), playing.sound.available);
        playing.age = 0;
        if (stopped) {
          playing.going = false;
          playing.emptied = true;
        }
      }
      pending.push(stopped ? { stopped: { reply, position } } : { moved: { reply, position } });
      return true;
    },
    tick(): PlayoutTick {
      if (asideTicks > 0) asideTicks -= 1;
      if (asideTicks === 0 && waiting !== undefined) begin(waiting.reply, waiting.sound, 0);
      const report = pending.shift() ?? {};
      if (playing === undefined) return report;
      if (playing.going) feed(playing);
      playing.age += 1;
      const guess = playing.going && playing.heard > 0 && playing.age < reportPatience * 50;
      if (!guess) return report;
      const heard = new Float32Array(tickFrames);
      const frames = playing.sound.read(playing.heard + (playing.age - 1) * tickFrames, heard);
      for (let index = 0; index < frames; index += 1) heard[index] = (heard[index] ?? 0) * gain;
      return frames > 0 ? { ...report, heard } : report;
    },
  };
}
