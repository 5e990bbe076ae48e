export const costNames = [
  'frame',
  'frame-cancelled',
  'crowd',
  'crowd-cancelled',
  'memory',
  'hours',
  'barge-ins',
] as const;

export type CostName = (typeof costNames)[number];
