import * as z from 'zod';

/** What passes between the measured server and the process that measures it. Seconds. */
export const recogniserNames = ['none', 'oracle', 'pocketsphinx'] as const;
export type RecogniserName = (typeof recogniserNames)[number];

const words = z.array(z.object({ text: z.string(), start: z.number(), end: z.number(), missed: z.number() }));

export const orderSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('words-said'), number: z.number(), words }),
  z.object({ type: z.literal('cost-wanted') }),
]);
export type ServerOrder = z.infer<typeof orderSchema>;

export const reportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('server-listening'), url: z.string() }),
  /** Since it was last asked: seconds of a core, and by how much its event loop was late, 99 of 100 times. */
  z.object({ type: z.literal('cost-told'), cpu: z.number(), delay: z.number() }),
]);
export type ServerReport = z.infer<typeof reportSchema>;
