import { decodeAudio } from 'duologue/media';
import { expect, test } from 'vitest';
import { createLatencyMeter, type ReplyLatency } from '../../studio/measure/reply-latency.ts';
import { createSpeechGate, levelOf } from '../../studio/measure/speech-gate.ts';
import { median } from '../../studio/page/latency-view.ts';
import { createTwoTrackRecorder } from '../../studio/save/two-track-recorder.ts';
import { createPositionReports } from '../../studio/session/position-reports.ts';
import { createRateBridge } from '../../studio/sound/rate-bridge.ts';

/** Levels at a time: the user until `userEnd`, the agent from `agentStart` on. */
function measure(userEnd: number, agentStart: number, outputDelay = 0): ReplyLatency | undefined {
  const meter = createLatencyMeter();
  let found: ReplyLatency | undefined;
  for (let block = 0; block < 300; block++) {
    const time = block * 0.02;
    const userLevel = time >= 1 && time < userEnd - 0.001 ? -25 : -65;
    const agentLevel = time >= agentStart - 0.001 ? -20 : -100;
    const item = time >= agentStart - 0.1 ? 'i1' : undefined;
    found ??= meter.hear({ time, userLevel, agentLevel, item, outputDelay });
  }
  return found;
}

test('a reply time is from the last speech to the first sound, and what the browser adds', () => {
  expect(measure(2, 2.4)?.latency).toBeCloseTo(0.4, 2);
  expect(measure(2, 2.4, 0.03)?.latency).toBeCloseTo(0.43, 2);
});

test('an agent that begins too soon has a time below nothing', () => {
  expect(measure(2.2, 2)?.latency).toBeLessThanOrEqual(0);
});

test('no speech before it: no reply, no time', () => {
  expect(measure(1.05, 2)).toBeUndefined();
  expect(measure(0, 2)).toBeUndefined();
});

test('the gate learns the room', () => {
  const gate = createSpeechGate();
  const loudRoom = Array.from({ length: 800 }, () => gate.hear(-42));
  expect(loudRoom.at(-1)).toBe(false);
  expect(gate.hear(-24)).toBe(true);
  expect(gate.hear(levelOf(new Float32Array(480)))).toBe(false);
});

test('the median of few', () => {
  expect(median([])).toBe(0);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test('both tracks come back as they were, from a file that everybody reads', async () => {
  const recorder = createTwoTrackRecorder(8000);
  const [user, agent] = [new Float32Array(8000 * 25).fill(0.25), new Float32Array(8000 * 25).fill(-0.5)];
  for (let from = 0; from < user.length; from += 160) {
    recorder.add(user.subarray(from, from + 160), agent.subarray(from, from + 160));
  }
  const bytes = new Uint8Array(await recorder.save().arrayBuffer());
  const read = await decodeAudio(bytes);
  expect(read.sampleRate).toBe(8000);
  expect(read.channels.map((channel) => channel.length)).toEqual([200_000, 200_000]);
  expect(read.channels.map((channel) => channel[123_456])).toEqual([0.25, -0.5]);
});

test('a recording that is full keeps what it has', async () => {
  const recorder = createTwoTrackRecorder(8000, 1);
  recorder.add(new Float32Array(7900), new Float32Array(7900));
  recorder.add(new Float32Array(800), new Float32Array(700));
  expect(recorder).toMatchObject({ full: true, duration: 1 });
  recorder.add(new Float32Array(800), new Float32Array(700));
  expect(recorder.save().size).toBe(44 + 8000 * 4);
});

test('positions are told every 100 ms, as late as the sound is heard, up to the last', () => {
  const reports = createPositionReports();
  const told: number[] = [];
  for (let block = 1; block <= 40; block++) {
    const position = Math.min(block, 20) * 0.02;
    const report = reports.follow({ item: 'i1', position }, 0.06);
    if (report !== undefined) told.push(Math.round(report.position * 100) / 100);
  }
  expect(told).toEqual([0.04, 0.14, 0.24, 0.34, 0.4]);
});

test('nothing is told of an item that has stopped', () => {
  const reports = createPositionReports();
  for (let block = 1; block <= 4; block++) reports.follow({ item: 'i1', position: block }, 0);
  reports.forget('i1');
  for (let block = 0; block < 10; block++) expect(reports.follow(undefined, 0.1)).toBeUndefined();
});

test('at another rate, frames and positions agree and the end is the end', () => {
  const bridge = createRateBridge(48_000);
  const samples = Float32Array.from({ length: 24_000 }, (_, frame) => Math.sin(frame / 20));
  const first = bridge.toMachine('i1', 0, samples.subarray(0, 12_000));
  const second = bridge.toMachine('i1', 0.5, samples.subarray(12_000));
  expect(first.frame).toBe(0);
  expect(second.frame).toBe(first.samples.length);
  const end = second.frame + second.samples.length;
  expect(48_000 - end).toBeLessThan(100);
  expect(bridge.positionOf('i1', end)).toBe(1);
  expect(bridge.positionOf('i1', 24_000)).toBe(0.5);
  const again = bridge.toMachine('i1', 0.25, samples.subarray(6000));
  expect(again.frame).toBe(12_000);
  expect(bridge.aside(samples).length).toBe(48_000);
});
