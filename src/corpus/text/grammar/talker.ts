import type { Random } from '../../../dsp/index.ts';
import type { Rates } from '../../simulate/spec.ts';
import type { Facts } from './facts.ts';
import type { Floor, Remark } from './floor.ts';
import type { GrammarLanguage } from './language.ts';
import type { Beat, Line, Mood, Side } from './material.ts';
import { createMirth } from './mirth.ts';
import { createPhrases } from './phrases.ts';
import type { RegisterShape } from './register-shape.ts';
import { createReplies } from './replies.ts';
import type { Scene } from './scene.ts';
import type { Template } from './template.ts';
import type { Wording } from './wording.ts';

export type TalkerOptions = {
  readonly language: GrammarLanguage;
  readonly scene: Scene;
  readonly wording: Wording;
  readonly floor: Floor;
  readonly random: Random;
  readonly rates: Rates;
  readonly shape: RegisterShape;
  /** A minute of conversation, with what the specification makes of it. */
  readonly laughter: number;
};

/** Who sits where, and what is true. */
export type Company = { readonly seat: Readonly<Record<Side, number>>; readonly facts: Facts };

export type PlayOptions = {
  /** What the first line begins with. */
  readonly lead?: readonly Template[];
  /** Of greetings: nobody reacts to them. */
  readonly plain?: boolean;
};

/** Says the lines of beats, with what people do beside saying lines. */
export interface Talker {
  play(beat: Beat, company: Company, options?: PlayOptions): void;
  /** A beat of the frames' section that is drawn; nothing where there is none. */
  frame(sections: readonly string[], company: Company): void;
  /** Says something to somebody else: how many sentences. */
  aside(speaker: number, facts: Facts): number;
}

/** Words of a person whose floor is taken, and what is made of it, as often as people of the register interrupt. */
const interruptedLines = 0.012;

export function createTalker(options: TalkerOptions): Talker {
  const { language, scene, wording, floor, random, rates, shape } = options;
  const mirth = createMirth({ random, floor, laughter: options.laughter });
  const phrases = createPhrases({ language, scene, wording, floor, random });
  const { reply } = createReplies({ phrases, floor, random, traits: scene.traits });

  /** What comes before what somebody has to say: an answer's hesitation, or how they take what they heard. */
  function leadOf(speaker: number, line: Line): readonly Template[] {
    const last = floor.last();
    if (last === undefined || last.speaker === speaker) return [];
    const smooth = (scene.habits[speaker]?.hesitation ?? 0) === 0;
    if (last.question)
      return !smooth && line.mood !== 'funny' && random.next() < 0.12 ? phrases.templatesOf('think') : [];
    if (random.next() >= scene.traits.reacts * reactionShare[last.mood]) return [];
    return phrases.templatesOf(smooth ? 'react assistant' : `react ${last.mood}`);
  }

  function speak(line: Line, { seat, facts }: Company, { lead = [], plain = false }: PlayOptions): string[] {
    const speaker = seat[line.side];
    const last = floor.last();
    const listens = (scene.habits[1 - speaker]?.hesitation ?? 0) > 0;
    if (!plain && listens && last?.speaker === speaker && !last.question && random.next() < 0.35)
      phrases.utter(1 - speaker, `listen ${last.mood}`, facts);
    const slots: string[] = [];
    const body = line.sentences.flatMap((template) => {
      const said = phrases.render(speaker, template, facts);
      if (said === undefined) return [];
      slots.push(...said.slots);
      return [said.text];
    });
    const silent = plain || language.reacts.test(body[0] ?? '');
    const own = lead.length > 0 ? lead : silent ? [] : leadOf(speaker, line);
    const before = own.flatMap(
      (template) => phrases.render(speaker, template, facts, { loose: false })?.text ?? [],
    );
    const remark: Remark = { speaker, sentences: [...before, ...body], mood: line.mood };
    if (!interrupted(remark, facts)) floor.say({ ...remark, ...mirth.sounds(remark) });
    return slots;
  }

  /** Now and then the other cannot wait, and what was to be said is said in a second try. */
  function interrupted(remark: Remark, facts: Facts): boolean {
    const { speaker, sentences } = remark;
    if (random.next() >= interruptedLines * rates.interruptions) return false;
    if ((scene.habits[0]?.hesitation ?? 0) * (scene.habits[1]?.hesitation ?? 0) === 0) return false;
    const whole = sentences.at(-1) ?? '';
    const broken = /[?？]$/u.test(whole) ? undefined : language.breakOff(whole, random);
    if (broken === undefined || !wording.fits(broken)) return false;
    floor.say({
      ...remark,
      sentences: [...sentences.slice(0, -1), broken],
      cutShort: true,
      onset: { type: 'auto' },
    });
    phrases.utter(1 - speaker, 'cut in', facts, { onset: { type: 'interrupt' } });
    phrases.utter(speaker, 'go on', facts);
    floor.say({ ...remark, sentences: [whole] });
    return true;
  }

  /** What the register makes of what B says: more of it, a question about it, or a word that it was done. */
  function takeUp({ side }: Line, next: Side | undefined, { seat, facts }: Company): boolean {
    if (side !== 'B' || floor.last()?.question !== false) return false;
    const goOn = (most: number): void => {
      for (let count = 1 + random.integer(most); count > 0; count--)
        phrases.utter(seat.B, 'elaborate', facts);
    };
    if (shape.elaborates > 0 && random.next() < shape.elaborates) goOn(2);
    if (next !== undefined) return false;
    if (shape.followsUp > 0 && random.next() < shape.followsUp) {
      phrases.utter(seat.A, 'follow up', facts);
      goOn(3);
      return true;
    }
    if (shape.acknowledges === 0 || random.next() >= shape.acknowledges) return false;
    phrases.utter(seat.A, 'acknowledge', facts);
    return true;
  }

  function play(beat: Beat, company: Company, { lead = [], plain = false }: PlayOptions = {}): void {
    company.facts.turnOver();
    for (const [index, line] of beat.entries()) {
      const slots = speak(line, company, { plain, lead: index === 0 ? lead : [] });
      // What comes next in the beat answers a question; only what stands for itself is taken up.
      const next = beat[index + 1]?.side;
      if (!plain && !takeUp(line, next, company) && floor.last()?.question === false && next !== line.side)
        reply(line, company, slots);
    }
  }

  return {
    play,
    frame(sections, company) {
      const beat = phrases.beatOf(sections);
      if (beat !== undefined) play(beat, company, { plain: true });
    },
    aside(speaker, facts) {
      const seat = { A: speaker, B: 1 - speaker };
      const beat = phrases.beatOf(['aside']) ?? [];
      let sentencesApart = 0;
      for (const [index, line] of beat.entries()) {
        const sentences = line.sentences.flatMap(
          (template) => phrases.render(seat[line.side], template, facts, { apart: index === 1 })?.text ?? [],
        );
        // The second line of the beat is the one that is not for the partner.
        const apart = index === 1 ? { aside: true, onset: { type: 'gap', duration: 0.4 } as const } : {};
        if (index === 1) sentencesApart = sentences.length;
        floor.say({ speaker: seat[line.side], sentences, ...apart });
      }
      return sentencesApart;
    },
  };
}

/** What calls for a reaction, and what less so. */
const reactionShare: Readonly<Record<Mood, number>> = {
  plain: 0.55,
  good: 1.3,
  bad: 1.4,
  funny: 1,
  opinion: 0.4,
};
