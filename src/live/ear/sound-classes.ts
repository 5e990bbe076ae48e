import { heardSounds } from '../heard-frame.ts';

/** What a frame may be, in the order of the network's answers. */
export const soundClasses = ['none', 'speech', ...heardSounds] as const;
