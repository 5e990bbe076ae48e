import type { ServerEvent, WireError } from './server-events.ts';

export function errorEvent(
  error: Pick<WireError, 'code' | 'message'> & Partial<WireError>,
): Extract<ServerEvent, { type: 'error' }> {
  return { type: 'error', error: { type: 'invalid_request_error', param: null, event_id: null, ...error } };
}

export function unknownItem(
  id: string,
  eventId: string | undefined,
): { code: string; message: string; param: string; event_id: string | null } {
  return {
    code: 'item_not_found',
    message: `There is no item '${id.slice(0, 80)}' in this conversation.`,
    param: 'item_id',
    event_id: eventId ?? null,
  };
}
