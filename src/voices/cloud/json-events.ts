import type { WireReply } from './adapter.ts';

/** Server-sent events whose data is JSON. Others, such as a closing `[DONE]`, are left out. */
export async function* jsonEvents(
  reply: WireReply,
): AsyncGenerator<{ readonly event: string; readonly data: unknown }> {
  for await (const { event, data } of reply.events()) {
    const parsed = parse(data);
    if (parsed !== undefined) yield { event, data: parsed };
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
