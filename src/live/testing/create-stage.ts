import { joinWords, splitWords } from '../../timeline/index.ts';
import type { BrainRequest } from '../../voices/index.ts';
import { frameDuration, type HeardFrame } from '../heard-frame.ts';
import type { LiveEventOf } from '../live-event.ts';
import type { LiveNotice } from '../live-notice.ts';
import type { LiveSetting, LiveState } from '../live-state.ts';
import { createLivePolicy, type LivePolicyOptions, type LivePreset } from '../policy.ts';
import { startState } from '../step.ts';
import { createStageLoop, type StageEffect, type StageLoop, spreadWords } from './stage-loop.ts';
import type { StageHeard } from './stage-player.ts';
import { type StageSound, silentFrame, soundFrames } from './stage-sound.ts';

export type StageOptions = {
  readonly policy?: LivePolicyOptions;
  readonly preset?: LivePreset;
  readonly setting?: Partial<LiveSetting>;
  /** A recogniser listens. Default false. */
  readonly recognised?: boolean;
  /** Seconds after a word's end at which it is written down. Default .3. */
  readonly wordDelay?: number;
  /** What the brain answers; default a long one, always. Undefined: it never answers. */
  readonly answer?: (request: BrainRequest) => string | undefined;
  /** Seconds for which the brain thinks. Default .15. */
  readonly thinking?: number;
};

/**
 * A conversation on paper: the user's frames are plain data, and what `step` wants done is done in the same
 * simulated time by a brain, a voice and a player of a few lines. Every verb lets time pass and returns the stage.
 */
export interface Stage {
  readonly state: LiveState;
  readonly at: number;
  /** The user, or whoever the sound says, is heard for so many seconds. */
  user(duration: number, sound?: StageSound): Stage;
  silence(duration: number): Stage;
  frames(frames: readonly HeardFrame[]): Stage;
  /** Something happens at once. */
  event(event: LiveEventOf): Stage;
  /** The user asks, is answered, and so many seconds of the answer are heard. */
  answered(heard: number, question?: StageSound): Stage;
  readonly effects: readonly StageEffect[];
  readonly notices: readonly LiveNotice[];
  /** Frame by frame, what the user heard of the agent. */
  readonly heard: readonly StageHeard[];
  notice<Type extends LiveNotice['type']>(type: Type): Extract<LiveNotice, { type: Type }> | undefined;
  count(type: LiveNotice['type']): number;
  /** Whether the agent sounds. */
  readonly sounding: boolean;
  /** Seconds of the longest silence of the agent since a time. */
  longestSilence(since: number): number;
  /** When the agent fell silent, for the first time since. */
  silentFrom(since: number): number | undefined;
}

export const longAnswer =
  'You leave by the side door and walk along the canal until you reach the green bridge. Then you cross it and ' +
  'follow the tram lines past the market. The large clock is on the corner of the square, and from there you see it.';

export function createStage(options: StageOptions = {}): Stage {
  const { recognised = false, thinking = 0.15, wordDelay = 0.3, answer = () => longAnswer } = options;
  const setting: LiveSetting = {
    tools: [],
    recognised,
    brainReads: recognised,
    answersTools: true,
    opens: false,
    ...options.setting,
  };
  const start = startState(createLivePolicy(options.policy, options.preset), setting);
  const loop = createStageLoop(start, { answer, thinking });
  const play = (frames: readonly HeardFrame[]): Stage => {
    for (const frame of frames) loop.hear(frame);
    return stage;
  };

  const stage: Stage = {
    get state() {
      return loop.state;
    },
    get at() {
      return loop.at;
    },
    effects: loop.effects,
    heard: loop.heard,
    get notices() {
      return loop.effects.flatMap(({ effect }) => (effect.type === 'tell' ? [effect.notice] : []));
    },
    get sounding() {
      return loop.heard.at(-1)?.reply !== undefined;
    },
    user(duration, sound = {}) {
      if (recognised && sound.words !== undefined)
        say(loop, sound.words, sound.wordLength ?? duration / splitWords(sound.words).length, wordDelay);
      return play(soundFrames(duration, sound));
    },
    silence: (duration) =>
      play(Array.from({ length: Math.round(duration / frameDuration) }, () => silentFrame)),
    frames: play,
    event(event) {
      loop.send(event);
      return stage;
    },
    answered(duration, question = { words: 'how do I get to the station?' }) {
      stage.user(1.4, question);
      for (let waited = 0; !stage.sounding && waited < 5; waited += frameDuration)
        stage.silence(frameDuration);
      return stage.silence(duration);
    },
    notice(type) {
      return stage.notices.findLast(
        (notice): notice is Extract<LiveNotice, { type: typeof type }> => notice.type === type,
      );
    },
    count: (type) => stage.notices.filter((notice) => notice.type === type).length,
    longestSilence(since) {
      let longest = 0;
      let run = 0;
      for (const { at, reply } of loop.heard) {
        run = reply === undefined && at > since ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
      return longest * frameDuration;
    },
    silentFrom: (since) => loop.heard.find(({ at, reply }) => at > since && reply === undefined)?.at,
  };
  return stage;
}

/** A recogniser writes each word down a while after its end. */
function say(loop: StageLoop, text: string, wordLength: number, delay: number): void {
  const start = loop.at;
  const said = spreadWords(text, start, start + wordLength * splitWords(text).length);
  said.forEach((word, index) => {
    const known = said.slice(0, index + 1);
    loop.later(word.end - start + delay, {
      type: 'words-heard',
      text: joinWords(known.map((each) => each.text)),
      words: known,
      final: index === said.length - 1,
    });
  });
}
