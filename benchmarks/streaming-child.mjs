// One conversation, streamed or whole, or its first turn alone, in a process of its own: prints what it took, as JSON.
// The job, as JSON: { call: 'stream' | 'whole' | 'turn', service, baseURL, turns, style, format }
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { generateConversation, streamConversation } from '../dist/index.js';
import { createElevenLabs } from '../dist/voices/elevenlabs/index.js';
import { collectSpeech, openEmbeddedVoices } from '../dist/voices/index.js';
import { createOpenAI } from '../dist/voices/openai/index.js';

const job = JSON.parse(process.argv[2]);

/** Bytes. The system's own count for a process begins with what its parent had; Linux tells the true one. */
function highestMemory() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

/** Seconds that this thread has worked; the system counts them, and not those of other programs. */
function ownTime() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e9;
  } catch {
    return Number.NaN;
  }
}

/**
 * The longest time in which no timer fired, beyond the interval: as it was, and what this thread worked in it. On a
 * machine that others use, only the second is the program's own. Seconds.
 */
function watchStalls() {
  const interval = 5;
  let stall = 0;
  let work = 0;
  let last = { at: performance.now(), own: ownTime() };
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const look = () => {
    const now = { at: performance.now(), own: ownTime() };
    stall = Math.max(stall, (now.at - last.at - interval) / 1000);
    work = Math.max(work, now.own - last.own);
    last = now;
  };
  const timer = setInterval(look, interval);
  return () => {
    clearInterval(timer);
    look();
    delays.disable();
    return { stall: Math.max(stall, delays.max / 1e9 - 0.001), work };
  };
}

const key = 'key-of-the-benchmark';
const services = {
  openai: () => {
    const model = createOpenAI({ apiKey: key, baseURL: `${job.baseURL}/openai/v1` })('tts-1');
    return { ann: model.voice('nova'), ben: model.voice('onyx') };
  },
  elevenlabs: () => {
    const elevenlabs = createElevenLabs({
      apiKey: key,
      baseURL: `${job.baseURL}/elevenlabs`,
      sampleRate: 24_000,
    });
    const model = elevenlabs('eleven_flash_v2_5');
    return { ann: model.voice('JBFqnCBsd6RMkjVDRZzb'), ben: model.voice('EXAVITQu4vr4xnSDxMaL') };
  },
  embedded: () => ({ ann: 'flite/slt', ben: 'flite/rms' }),
};

const voices = services[job.service]();
const options = {
  script: {
    language: 'en',
    speakers: [{ id: 'ann' }, { id: 'ben' }],
    turns: job.turns.map((text, index) => ({
      speaker: index % 2 === 0 ? 'ann' : 'ben',
      onset: { type: 'auto' },
      parts: [{ type: 'speech', text }],
    })),
  },
  voices,
  style: job.style,
  seed: 1,
  output: { format: job.format },
};

const calls = {
  async turn() {
    const embedded = await openEmbeddedVoices();
    const voice = typeof voices.ann === 'string' ? embedded.find(voices.ann) : voices.ann;
    await collectSpeech(voice, { text: job.turns[0] });
    const firstAudio = (performance.now() - started) / 1000;
    await embedded[Symbol.asyncDispose]();
    return { firstAudio };
  },
  async whole() {
    const { timeline } = await generateConversation(options);
    return { duration: timeline.duration };
  },
  async stream() {
    let heard;
    for await (const part of streamConversation(options)) {
      // A file's head is no sound.
      if (part.type === 'audio-ready' && part.bytes.length > 200) heard ??= performance.now() - started;
      if (part.type === 'conversation-ended') {
        return { firstAudio: heard / 1000, duration: part.timeline.duration };
      }
      if (job.first && heard !== undefined) return { firstAudio: heard / 1000 };
    }
    return {};
  },
};

const stalled = watchStalls();
const started = performance.now();
const result = await calls[job.call]();
const wall = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({ wall, cpu: (user + system) / 1e6, memory: highestMemory(), ...stalled(), ...result }),
);
