import type { Random } from '../../../src/dsp/index.ts';
import type { ScenarioBatch, ScenarioLanguage } from './texts.ts';

type Cast = {
  readonly agent: string;
  readonly users: readonly string[];
  /** By how much a voice is another one, its head smaller or larger: people of few voices. Default as they are. */
  readonly heads?: readonly number[];
};

/** The voices of the tuning half and some that nobody else has, all of them with other heads. */
const validation: Readonly<Record<ScenarioLanguage, Cast>> = {
  en: {
    agent: 'flite/slt',
    users: [
      'flite/kal16',
      'espeak/en-gb-male',
      'espeak/en-us-female',
      'espeak/en-gb-x-rp-female',
      'flite/rms',
      'flite/awb',
      'flite/ruth',
    ],
    heads: [0.9, 0.94, 1.06, 1.1],
  },
  zh: { agent: 'espeak/mei', users: ['espeak/wei', 'espeak/xue'], heads: [0.9, 0.94, 1.06, 1.1] },
};

const practiceHeads = [0.82, 0.88, 0.95, 1, 1.05, 1.12, 1.2];

/** Voices of the tuning half, and accents that nobody has elsewhere, as people of all sizes. */
const practice: Readonly<Record<ScenarioLanguage, Cast>> = {
  en: {
    agent: 'flite/slt',
    users: [
      'flite/slt',
      'flite/rms',
      'flite/hugo',
      'flite/ruth',
      'flite/kit',
      'flite/awb',
      'espeak/en-gb-female',
      'espeak/en-us+xue',
      'espeak/en-gb-x-scotland+wei',
      'espeak/en-029+xue',
      'espeak/en-gb-x-gbclan+wei',
      'espeak/en-gb-x-gbcwmd+mei',
      'espeak/en-us-x-nyc+wei',
    ],
    heads: practiceHeads,
  },
  zh: { agent: 'espeak/mei', users: ['espeak/mei', 'espeak/wei', 'espeak/xue'], heads: practiceHeads },
};

/** Who speaks in which half. The ear's measurements share their voices in the same way: none is in both halves. */
const casts: Readonly<Record<ScenarioBatch, Readonly<Record<ScenarioLanguage, Cast>>>> = {
  tuning: {
    en: {
      agent: 'flite/slt',
      users: ['flite/rms', 'flite/hugo', 'flite/ruth', 'flite/kit', 'flite/awb', 'espeak/en-gb-female'],
    },
    zh: { agent: 'espeak/mei', users: ['espeak/wei', 'espeak/xue'] },
  },
  report: {
    en: {
      agent: 'flite/nora',
      users: ['flite/leo', 'flite/simon', 'flite/joan', 'flite/tess', 'flite/ryan', 'espeak/en-us-male'],
    },
    zh: { agent: 'espeak/lan', users: ['espeak/tao', 'espeak/jun', 'espeak/hao'] },
  },
  validation,
  untouched: validation,
  practice,
};

export type Actors = { readonly agent: string; readonly user: string; readonly other: string };

export function chooseActors(batch: ScenarioBatch, language: ScenarioLanguage, random: Random): Actors {
  const { agent, users } = casts[batch][language];
  const user = random.integer(users.length);
  const other = (user + 1 + random.integer(users.length - 1)) % users.length;
  return { agent, user: users[user] ?? agent, other: users[other] ?? agent };
}

/** The size of the head of those who are not the agent. */
export function chooseHead(batch: ScenarioBatch, language: ScenarioLanguage, random: Random): number {
  const { heads = [1] } = casts[batch][language];
  return heads[random.integer(heads.length)] ?? 1;
}

/** All agents, with their languages, and the users whose voices they are lent where they are recast. */
export function agentVoices(): readonly { readonly voice: string; readonly language: string }[] {
  const agents = Object.values(casts).flatMap(({ en, zh }) => [
    ...[en.agent, ...en.users].map((voice) => ({ voice, language: 'en' })),
    ...[zh.agent, ...zh.users].map((voice) => ({ voice, language: 'zh-CN' })),
  ]);
  return agents.filter(({ voice }, index) => agents.findIndex((agent) => agent.voice === voice) === index);
}
