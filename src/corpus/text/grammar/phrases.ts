import type { Random } from '../../../dsp/index.ts';
import type { TurnOnset } from '../../../script/index.ts';
import type { Facts } from './facts.ts';
import type { Floor } from './floor.ts';
import type { GrammarLanguage } from './language.ts';
import type { Beat, Mood } from './material.ts';
import type { Scene } from './scene.ts';
import type { Template } from './template.ts';
import type { Said, Wording } from './wording.ts';

export type PhrasesOptions = {
  readonly language: GrammarLanguage;
  readonly scene: Scene;
  readonly wording: Wording;
  readonly floor: Floor;
  readonly random: Random;
};

/** What the frames of a language hold, said by somebody. */
export interface Phrases {
  /** Of the first section that there is. */
  beatOf(sections: readonly string[]): Beat | undefined;
  templatesOf(section: string): readonly Template[];
  render(speaker: number, template: Template, facts: Facts, how?: RenderOptions): Said | undefined;
  /** A short line by one of the two. */
  utter(speaker: number, section: string, facts: Facts, how?: UtterOptions): void;
}

export type RenderOptions = {
  /** Small words may be put to it. Default true. */
  readonly loose?: boolean;
  /** Said to somebody else: the other's name is not. Default false. */
  readonly apart?: boolean;
};

export type UtterOptions = { readonly onset?: TurnOnset; readonly mood?: Mood };

export function createPhrases({ language, scene, wording, floor, random }: PhrasesOptions): Phrases {
  const said = new Map<string, Beat>();
  const beatOf = (sections: readonly string[]): Beat | undefined => {
    for (const name of sections) {
      const beats = language.frames.sections.get(name);
      if (beats === undefined) continue;
      // Of many, not the same twice running.
      const others = beats.length > 3 ? beats.filter((beat) => beat !== said.get(name)) : beats;
      const beat = others[random.integer(others.length)];
      if (beat !== undefined) said.set(name, beat);
      return beat;
    }
    return undefined;
  };
  const templatesOf = (section: string): readonly Template[] => beatOf([section])?.[0]?.sentences ?? [];

  function render(
    speaker: number,
    template: Template,
    facts: Facts,
    how: RenderOptions = {},
  ): Said | undefined {
    const { loose = true, apart = false } = how;
    const habits = scene.habits[speaker] ?? scene.habits[0];
    const people = { you: apart ? '' : (scene.called[1 - speaker] ?? ''), me: scene.called[speaker] ?? '' };
    return wording.say(template, facts, { habits, people, loose });
  }

  return {
    beatOf,
    templatesOf,
    render,
    utter(speaker, section, facts, { onset, mood = 'plain' } = {}) {
      const sentences = templatesOf(section).flatMap(
        (template) => render(speaker, template, facts)?.text ?? [],
      );
      floor.say({ speaker, sentences, mood, ...(onset && { onset }) });
    },
  };
}
