import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resample } from 'duologue/dsp';
import { encodeWav } from 'duologue/media';
import { createServer, type DuologueServer, type ServerOptions } from 'duologue/server';
import { type Brain, collectSpeech, openEmbeddedVoices, type VoiceCatalogue } from 'duologue/voices';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build } from 'vite';
import { launchChromium } from '../chromium.ts';

/** What the agent says when it speaks first: some 17 seconds, in which a test can be unfair to it. */
const monologue = [
  'I would like to tell you about the town in which I grew up.',
  'There was a harbour, and every morning the boats came in with the fish.',
  'My grandmother sold bread on the square, and I had to carry the baskets.',
  'In the winter the streets were empty, and we sat by the stove and told each other stories.',
  'The best of them was about a lighthouse keeper who could not swim.',
].join(' ');

const talker: Brain = {
  id: 'talker',
  reads: false,
  async *respond({ occasion, turns }) {
    yield {
      type: 'text-said',
      text: occasion === 'opening' ? monologue : `All right. That was number ${turns.length}.`,
    };
  },
};

/** A real server with the built page, and whoever speaks into its microphone. */
export interface Studio extends AsyncDisposable {
  readonly voices: VoiceCatalogue;
  readonly server: DuologueServer;
  serve(options?: Partial<ServerOptions>): Promise<DuologueServer>;
  /** A browser whose microphone hears this, each sentence from its second on. */
  openBrowser(said: readonly Said[]): Promise<Browser>;
}

export async function openStudio(): Promise<Studio> {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-studio-'));
  const page = join(folder, 'page');
  const configFile = fileURLToPath(new URL('../../studio/vite.config.ts', import.meta.url));
  await build({ configFile, build: { outDir: page, emptyOutDir: true } });
  const voices = await openEmbeddedVoices();
  const browsers: Browser[] = [];
  const servers: DuologueServer[] = [];
  const serve = async (options: Partial<ServerOptions> = {}): Promise<DuologueServer> => {
    const server = await createServer({
      port: 0,
      models: [{ id: 'talker', brain: talker }],
      voices,
      firstVoices: ['flite/slt'],
      studio: page,
      // The browser and its tests keep this machine busy too.
      limits: { load: 1 },
      ...options,
    });
    servers.push(server);
    return server;
  };
  return {
    voices,
    server: await serve(),
    serve,
    async openBrowser(said) {
      const microphone = join(folder, `microphone-${browsers.length}.wav`);
      await writeFile(microphone, await microphoneFile(voices, said));
      const browser = await launchChromium(
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-audio-capture=${microphone}%noloop`,
      );
      browsers.push(browser);
      return browser;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(browsers.map((browser) => browser.close()));
      for (const server of servers) await server[Symbol.asyncDispose]();
      await voices[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Everything that went wrong on a page unheard. */
const faults = new WeakMap<Page, string[]>();

export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await browser.newPage(options);
  const found: string[] = [];
  faults.set(page, found);
  page.on('pageerror', (error) => found.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(message.text());
  });
  await page.goto(address);
  await page.getByRole('button', { name: 'Talk', exact: true }).waitFor();
  return page;
}

export function faultsOf(page: Page): readonly string[] {
  return faults.get(page) ?? [];
}

/** Speech in the hush of a room, as a microphone brings it. */
/** What is said when, in seconds, and how loud; default as the voice is. */
type Said = readonly [at: number, text: string, gain?: number];

async function microphoneFile(voices: VoiceCatalogue, said: readonly Said[]): Promise<Uint8Array> {
  const rate = 48_000;
  const samples = new Float32Array(rate * 60);
  for (const [at, text, gain = 1] of said) {
    const { audio } = await collectSpeech(voices.find('flite/rms'), { text });
    const speech = resample(audio, rate).samples.map((sample) => sample * gain);
    samples.set(speech, at * rate);
  }
  let noise = 1;
  for (const [frame, sample] of samples.entries()) {
    noise = (noise * 1_103_515_245 + 12_345) & 0x7fffffff;
    samples[frame] = sample + (noise / 0x7fffffff - 0.5) * 0.001;
  }
  return encodeWav({ samples, sampleRate: rate });
}
