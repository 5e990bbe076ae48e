// Measures what the ear hears, by condition and level: npx tsx benchmarks/live/ear-report.ts [report|tuning] [scenes] [sounds|near|echo|cost]

import { createEar } from '../../src/live/ear/create-ear.ts';
import type { HeardFrame } from '../../src/live/heard-frame.ts';
import { frameDuration, frameLength } from '../../src/live/heard-frame.ts';
import { createEchoScene, type EchoScene } from './echo-scenes.ts';
import { createNearScene, farKinds, type NearScene } from './near-scenes.ts';
import { createScene, type Scene, type SceneEvent, type SceneKind } from './scenes.ts';
import { openSpeechPool } from './speech-pool.ts';

const half = process.argv[2] === 'tuning' ? 'tuning' : 'report';
const scenes = Number(process.argv[3] ?? 40);
const pool = await openSpeechPool(half);
const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
const speechFrom = 0.5;

const wanted = process.argv[4] ?? 'all';
if (wanted === 'all' || wanted === 'sounds') await reportSounds();
if (wanted === 'all' || wanted === 'near') await reportNear();
if (wanted === 'all' || wanted === 'echo') await reportEcho();
if (wanted === 'all' || wanted === 'cost') await reportCost();

/** The user and somebody far: which share of the bouts of either is taken for the user's. */
async function reportNear(): Promise<void> {
  const rows: Record<string, string>[] = [];
  for (const kind of farKinds) {
    for (const above of [6, 12, 20]) {
      for (const snr of [10, 25]) {
        const tally = createNearTally();
        for (let seed = 0; seed < scenes / 4; seed++) {
          const scene = createNearScene({
            half,
            seed: `report/${kind}/${above}/${snr}/${seed}`,
            pool,
            kind,
            above,
            snr,
            farFirst: false,
          });
          tally.add(scene, await hearAll(scene.samples));
        }
        rows.push({
          far: kind,
          'dB below the user': String(above),
          'SNR of the user': String(snr),
          ...tally.figures(),
        });
      }
    }
  }
  console.table(rows);
}

function near(frame: HeardFrame): boolean {
  return frame.near >= 0.5;
}

function createNearTally() {
  let [users, usersNear, soft, softNear, fars, farsNear, bouts, boutsNear, userBouts, userBoutsNear, quick] =
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  return {
    add({ user, far, softer }: NearScene, frames: readonly HeardFrame[]): void {
      for (const [index, frame] of frames.entries()) {
        if (frame.speech < speechFrom || frame.sound !== undefined) continue;
        if (user[index] === true && (softer[index] ?? 0) > 0) {
          soft++;
          softNear += Number(near(frame));
        } else if (user[index] === true) {
          users++;
          usersNear += Number(near(frame));
        } else if (far[index] === true) {
          fars++;
          farsNear += Number(near(frame));
        }
      }
      for (const { start, end } of runs(far, user)) {
        bouts++;
        const heard = frames
          .slice(start, end)
          .filter((frame) => frame.speech >= speechFrom && frame.sound === undefined && near(frame));
        if (heard.length * frameDuration >= 0.3) boutsNear++;
      }
      for (const { start, end } of runs(user, far)) {
        userBouts++;
        const heard = frames.slice(start, end).map((frame) => frame.speech >= speechFrom && near(frame));
        if (heard.filter(Boolean).length >= 5) userBoutsNear++;
        if (heard.slice(0, 20).filter(Boolean).length >= 5) quick++;
      }
    },
    figures: () => ({
      'user near': percent(usersNear, users),
      'softer user near': percent(softNear, soft),
      'far near': percent(farsNear, fars),
      'far bouts .3 s near': percent(boutsNear, bouts),
      'user bouts near': percent(userBoutsNear, userBouts),
      'within .4 s': percent(quick, userBouts),
    }),
  };
}

/** Where one sounds for .4 s or longer, gaps up to .4 s joined, and the other does not. */
function runs(active: readonly boolean[], other: readonly boolean[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const [index, sounds] of active.entries()) {
    if (!sounds) continue;
    const last = found.at(-1);
    if (last !== undefined && index - last.end <= 20) last.end = index + 1;
    else found.push({ start: index, end: index + 1 });
  }
  return found.filter(({ start, end }) => end - start >= 20 && !other.slice(start, end).includes(true));
}

/** The agent through a loudspeaker, alone and under a user as loud as its echo. */
async function reportEcho(): Promise<void> {
  const rows: Record<string, string>[] = [];
  for (const gain of [-20, -10, -3]) {
    for (const distortion of [0.2, 0.6]) {
      const tally = createEchoTally();
      for (let seed = 0; seed < scenes / 5; seed++) {
        const delay = [0, 0.04, 0.12, 0.25][seed % 4] ?? 0;
        tally.add(
          await hearEcho(createEchoScene({ half, seed: `report/${seed}`, pool, gain, distortion, delay })),
        );
      }
      rows.push({ echo: `${gain} dB`, distortion: String(distortion), ...tally.figures() });
    }
  }
  console.table(rows);
}

type HeardEcho = { readonly scene: EchoScene; readonly frames: readonly HeardFrame[] };

async function hearEcho(scene: EchoScene): Promise<HeardEcho> {
  return { scene, frames: await hearAll(scene.captured, scene.played) };
}

function createEchoTally() {
  let [seconds, falseFrames, falseBouts, users, heardUsers, quick] = [0, 0, 0, 0, 0, 0];
  return {
    add({ scene, frames }: HeardEcho): void {
      const alone = frames.filter((_, index) => scene.user[index] === 'far');
      seconds += alone.length * frameDuration;
      falseFrames += alone.filter(({ speech }) => speech >= speechFrom).length;
      falseBouts += Number(longestRun(alone, ({ speech }) => speech >= speechFrom) * frameDuration >= 0.2);
      for (const start of scene.userStarts) {
        users++;
        const since = frames.slice(start, start + 50).findIndex(({ speech }) => speech >= speechFrom);
        if (since >= 0) heardUsers++;
        if (since >= 0 && (since + 1) * frameDuration <= 0.12) quick++;
      }
    },
    figures: () => ({
      minutes: (seconds / 60).toFixed(1),
      'frames as speech': percent(falseFrames, seconds / frameDuration),
      'scenes with .2 s of speech': String(falseBouts),
      'user heard within 1 s': percent(heardUsers, users),
      'within .12 s': percent(quick, users),
    }),
  };
}

async function reportCost(): Promise<void> {
  const scene = createEchoScene({ half, seed: 'cost', pool, gain: -10, distortion: 0.3, delay: 0.05 });
  const rows: Record<string, string>[] = [];
  for (const [name, captured, played] of [
    ['no playback', scene.captured, undefined],
    [
      'playback, no echo',
      createScene({ half, seed: 'cost', pool, kinds: ['speech', 'speech', 'speech'] }).samples,
      scene.played,
    ],
    ['playback and its echo', scene.captured, scene.played],
  ] as const) {
    await hearAll(captured, played);
    const start = process.cpuUsage();
    for (let turn = 0; turn < 5; turn++) await hearAll(captured, played);
    const frames = 5 * Math.floor(captured.length / frameLength);
    const { user, system } = process.cpuUsage(start);
    const micros = (user + system) / frames;
    rows.push({
      case: name,
      'a frame, us': micros.toFixed(1),
      'of a core': `${(micros / 200).toFixed(3)} %`,
    });
  }
  console.table(rows);
}

async function reportSounds(): Promise<void> {
  const kinds: readonly SceneKind[] = [
    'speech',
    'cough',
    'laughter',
    'knock',
    'typing',
    'music',
    'noise',
    'babble',
  ];
  const rows: Record<string, string>[] = [];
  for (const snr of [5, 10, 20, 30]) {
    for (const kind of kinds) {
      const heard: { event: SceneEvent; frames: HeardFrame[] }[] = [];
      for (let seed = 0; seed < scenes; seed++) {
        const scene = createScene({
          half,
          seed: `report/${kind}/${snr}/${seed}`,
          pool,
          kinds: [kind, kind],
          snr,
        });
        heard.push(...(await hearEvents(scene)));
      }
      rows.push({ snr: String(snr), kind, ...figures(kind, heard) });
    }
  }
  console.table(rows);
}

function figures(
  kind: SceneKind,
  heard: readonly { event: SceneEvent; frames: HeardFrame[] }[],
): Record<string, string> {
  let [active, spoken, named, right, begun, sounding, talks, short] = [0, 0, 0, 0, 0, 0, 0, 0];
  const onsets: number[] = [];
  for (const { event, frames } of heard) {
    const first = event.active.indexOf(true);
    if (first < 0) continue;
    begun++;
    const within = frames.slice(first);
    const sounds = within.filter((_, index) => event.active[first + index] === true);
    active += sounds.length;
    spoken += sounds.filter(({ speech }) => speech >= speechFrom).length;
    const onset = within.findIndex(({ speech }) => speech >= speechFrom);
    onsets.push(onset < 0 ? Number.POSITIVE_INFINITY : (onset + 1) * frameDuration);
    if (
      longestRun(within, (frame) => frame.speech >= speechFrom && frame.sound === undefined) *
        frameDuration >=
      0.2
    )
      talks++;
    if (longestRun(within, (frame) => frame.sound !== undefined) >= 2) sounding++;
    if (within.slice(0, 20).some((frame) => frame.sound !== undefined)) short++;
    named += within.filter((frame) => frame.sound !== undefined).length;
    right += within.filter((frame) => frame.sound === kind).length;
  }
  onsets.sort((a, b) => a - b);
  const at = (share: number): string => (onsets[Math.floor(share * (onsets.length - 1))] ?? 0).toFixed(2);
  return {
    'frames as speech': percent(spoken, active),
    '.2 s of speech': percent(talks, begun),
    'speech after, median': at(0.5),
    p90: at(0.9),
    'named a sound': percent(sounding, begun),
    'in the first .4 s': percent(short, begun),
    'named rightly': percent(right, named),
  };
}

function longestRun<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [longest, run] = [0, 0];
  for (const item of items) {
    run = holds(item) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

async function hearEvents(scene: Scene): Promise<{ event: SceneEvent; frames: HeardFrame[] }[]> {
  const frames = await hearAll(scene.samples);
  return scene.events.map((event) => {
    const start = Math.floor((event.start * 16_000) / frameLength);
    return { event, frames: frames.slice(start, start + event.active.length) };
  });
}

async function hearAll(samples: Float32Array, played?: Float32Array): Promise<HeardFrame[]> {
  const ear = await createEar();
  const frames: HeardFrame[] = [];
  for (let at = 0; at + frameLength <= samples.length; at += frameLength) {
    frames.push(ear.hear(samples.subarray(at, at + frameLength), frameOf(played, at)).frame);
  }
  ear.close();
  return frames;
}

function frameOf(played: Float32Array | undefined, at: number): Float32Array | undefined {
  if (played === undefined) return undefined;
  const frame = new Float32Array(frameLength);
  frame.set(played.subarray(at, at + frameLength));
  return frame;
}
