import { readFile } from 'node:fs/promises';
import { findSpeech, type Interval } from 'duologue/dsp';
import { decodeAudio } from 'duologue/media';
import { parseTimeline, type Timeline } from 'duologue/timeline';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../chromium.ts';
import { faultsOf, openPage, openStudio, type Studio } from './open-studio.ts';

describe.skipIf(!hasChromium)('the page, in Chromium, with a microphone that speaks', () => {
  let studio: Studio;
  /** Its microphone hears a room in which nobody speaks. */
  let quiet: Browser;
  beforeAll(async () => {
    studio = await openStudio();
    quiet = await studio.openBrowser([]);
  }, 60_000);
  afterAll(() => studio?.[Symbol.asyncDispose]());

  describe('one talk: the agent tells a story; yeah at 3.5 s, an interruption at 6 s', () => {
    let page: Page;
    let user: readonly Interval[];
    let agent: readonly Interval[];
    let timeline: Timeline;

    beforeAll(async () => {
      const browser = await studio.openBrowser([
        // Who listens speaks softer than who interrupts.
        [3.5, 'Yeah.', 0.5],
        [6, 'But I would like to ask you something about that now.'],
      ]);
      page = await openPage(browser, `${studio.server.url}/`);
      await page.getByRole('button', { name: 'Talk', exact: true }).click();
      await page.getByText('All right.').waitFor({ timeout: 20_000 });
      await page.waitForTimeout(1000);
      await page.getByRole('button', { name: 'End', exact: true }).click();
      const sound = await decodeAudio(await saved(page, 'Sound'));
      [user, agent] = [speechOf(sound, 0), speechOf(sound, 1)];
      timeline = parseTimeline(JSON.parse(new TextDecoder().decode(await saved(page, 'Timeline'))));
    }, 60_000);

    // A busy machine opens the microphone late, so what is said is told by its length and not by its time.
    const interruption = (): Interval =>
      user.find(({ start, end }) => end - start > 0.8) ?? { start: 0, end: 0 };

    test('the agent spoke first, and went on through the yeah', () => {
      expect(agent[0]?.start).toBeLessThan(2.5);
      const murmur = user.find(({ start, end }) => end - start > 0.15 && end < interruption().start);
      expect(murmur).toBeDefined();
      const after = silenceWithin(agent, murmur?.start ?? 0, interruption().start);
      expect(after).toBeLessThan(1);
    });

    test('it fell silent when it was interrupted, and only listened along from there', () => {
      const { start, end } = interruption();
      const broken = agent.find((stretch) => stretch.start < start && stretch.end > start);
      const stop = broken?.end ?? Infinity;
      expect(stop - start).toBeLessThan(2);
      const later = agent.filter((stretch) => stretch.start >= stop && stretch.start < end);
      expect(later.every((stretch) => stretch.end - stretch.start < 0.7)).toBe(true);
    });

    test('it answered after the pause, and the page measured how long that took', async () => {
      const { end } = interruption();
      const answer = agent.find((stretch) => stretch.start > end && stretch.end - stretch.start > 0.7);
      expect(answer).toBeDefined();
      const measured = Number(await page.locator('#latency').textContent());
      expect(Math.abs(measured - ((answer?.start ?? 0) - end))).toBeLessThan(0.3);
      expect(measured).toBeLessThan(3);
    });

    test('captions show what was heard and strike out what was not', async () => {
      const first = page.locator('.said[data-speaker="agent"]').first();
      expect(await first.locator('.text').textContent()).toContain('I would like to tell you about the town');
      expect(await first.locator('.cut').textContent()).toContain('lighthouse keeper');
      expect(await first.locator('.text').textContent()).not.toContain('lighthouse keeper');
      expect(await page.locator('.said[data-kind="interruption"]').count()).toBe(1);
    });

    test('what happened is written down', async () => {
      const events = (await page.locator('#events').textContent()) ?? '';
      expect(events).toContain('You interrupted.');
      expect(events).toContain('The agent yielded');
      expect(events).toContain('The agent grew quieter.');
    });

    test('the timeline that was saved agrees with the sound that was saved', () => {
      const told = timeline.utterances.find(({ speaker }) => speaker === 'agent');
      expect(told?.cutShort).toBe(true);
      expect(Math.abs((told?.start ?? 0) - (agent[0]?.start ?? 0))).toBeLessThan(0.2);
      const broke = timeline.utterances.find(({ kind }) => kind === 'interruption');
      expect(Math.abs((broke?.start ?? 0) - interruption().start)).toBeLessThan(0.4);
    });

    test('nothing went wrong unheard', () => {
      expect(faultsOf(page)).toEqual([]);
    });
  });

  test('a microphone that is refused is explained, and typing goes on', async () => {
    const page = await openPage(quiet, `${studio.server.url}/?opens=false`);
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await page.keyboard.press('Alt+T');
    await page.getByText('The microphone was refused.').first().waitFor();
    await page.getByRole('button', { name: 'Go on by typing' }).click();
    await page.getByRole('button', { name: 'End', exact: true }).waitFor();
    await page.keyboard.type('Good morning');
    await page.keyboard.press('Enter');
    await page.getByText('All right.').waitFor();
    expect(await page.locator('.said[data-kind="typed"]').textContent()).toContain('Good morning');
    expect(faultsOf(page)).toEqual([]);
  }, 30_000);

  test('a server that goes away is explained; when it is back the talk goes on', async () => {
    const first = await studio.serve();
    const page = await openPage(quiet, `${first.url}/?opens=false`);
    await page.getByRole('button', { name: 'Talk', exact: true }).click();
    await page.getByText('Listening').first().waitFor();
    await first[Symbol.asyncDispose]();
    await page.locator('#notice').getByText('Trying again').waitFor();
    await studio.serve({ port: first.port });
    await page.locator('#notice').waitFor({ state: 'hidden' });
    await page.getByLabel('Type to the agent').fill('Are you back?');
    await page.keyboard.press('Enter');
    await page.getByText('All right.').waitFor();
    expect(await page.locator('.said[data-kind="typed"]').count()).toBe(1);
  }, 30_000);

  test.each([
    ['a phone', 360, 740],
    ['a desk', 1280, 860],
  ])('on %s nothing hangs over, and everything that can be used has a name', async (_, width, height) => {
    const page = await openPage(quiet, `${studio.server.url}/`, { viewport: { width, height } });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
    const nameless = await page
      .locator('button:visible, input:visible, select:visible, summary:visible')
      .evaluateAll((elements) =>
        elements
          .filter((element) => {
            const labels = element instanceof HTMLInputElement ? element.labels : null;
            const told = element.getAttribute('aria-label') ?? element.textContent ?? '';
            return told.trim() === '' && (labels?.length ?? 0) === 0;
          })
          .map((element) => element.outerHTML),
      );
    expect(nameless).toEqual([]);
    expect(faultsOf(page)).toEqual([]);
  });
});

async function saved(page: Page, name: string): Promise<Uint8Array> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  return new Uint8Array(await readFile(await (await download).path()));
}

type Sound = { readonly channels: readonly Float32Array[]; readonly sampleRate: number };

function speechOf({ channels, sampleRate }: Sound, channel: number): readonly Interval[] {
  return findSpeech({ samples: channels[channel] ?? new Float32Array(0), sampleRate });
}

/** Seconds of the longest silence between two times. */
function silenceWithin(speech: readonly Interval[], from: number, to: number): number {
  let longest = 0;
  let silentFrom = from;
  for (const { start, end } of speech) {
    if (end < from || start > to) continue;
    longest = Math.max(longest, start - silentFrom);
    silentFrom = end;
  }
  return Math.max(longest, to - silentFrom);
}
