import type { DialoguePlan } from '../../simulate/dialogue-plan.ts';

/** What people of a register do with the same things to say. Shares from 0 to 1. */
export type RegisterShape = {
  /** Answers go on for a few sentences more. */
  readonly elaborates: number;
  /** An answer is asked about. */
  readonly followsUp: number;
  /** What one is told to do is acknowledged. */
  readonly acknowledges: number;
  /** Beats after which the line fails. */
  readonly glitches: number;
  /** What leads from one topic to the next, a section of the frames. */
  readonly drift: 'drift' | 'agenda';
  /** It begins with something to be done, step by step. */
  readonly hasProcedure: boolean;
};

const plain: RegisterShape = {
  elaborates: 0,
  followsUp: 0,
  acknowledges: 0,
  glitches: 0,
  drift: 'drift',
  hasProcedure: false,
};

const shapes: Readonly<Record<string, Partial<RegisterShape>>> = {
  interview: { elaborates: 0.65, followsUp: 0.4 },
  podcast: { elaborates: 0.5, followsUp: 0.3 },
  narrative: { elaborates: 0.8, followsUp: 0.2 },
  instruction: { acknowledges: 0.8, hasProcedure: true },
  task: { acknowledges: 0.9, hasProcedure: true },
  telephone: { glitches: 0.015 },
  'video-call': { glitches: 0.04 },
};

export function shapeOf({ register, domain }: Pick<DialoguePlan, 'register' | 'domain'>): RegisterShape {
  const own = { ...plain, ...shapes[register] };
  // A machine neither tells of its life nor is it asked to.
  if (domain === 'assistant') return { ...own, elaborates: 0, followsUp: 0, glitches: 0 };
  const meets = domain === 'business' && (register === 'video-call' || register === 'collaboration');
  return meets ? { ...own, drift: 'agenda' } : own;
}
