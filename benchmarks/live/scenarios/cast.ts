import type { Random } from '../../../src/dsp/index.ts';
import type { NoiseHalf } from '../noises.ts';
import type { ScenarioLanguage } from './texts.ts';

type Cast = { readonly agent: string; readonly users: readonly string[] };

/** Who speaks in which half. The ear's measurements share their voices in the same way: none is in both halves. */
const casts: Readonly<Record<NoiseHalf, Readonly<Record<ScenarioLanguage, Cast>>>> = {
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
};

export type Actors = { readonly agent: string; readonly user: string; readonly other: string };

export function chooseActors(half: NoiseHalf, language: ScenarioLanguage, random: Random): Actors {
  const { agent, users } = casts[half][language];
  const user = random.integer(users.length);
  const other = (user + 1 + random.integer(users.length - 1)) % users.length;
  return { agent, user: users[user] ?? agent, other: users[other] ?? agent };
}

/** All agents, with their languages. */
export function agentVoices(): readonly { readonly voice: string; readonly language: string }[] {
  return Object.values(casts).flatMap(({ en, zh }) => [
    { voice: en.agent, language: 'en' },
    { voice: zh.agent, language: 'zh-CN' },
  ]);
}
