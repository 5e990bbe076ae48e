import type { SpeechAdapter, WireRequest } from './adapter.ts';

/**
 * What only the vendor knows goes over what the adapter asks. Of two objects of one name both have their say, so that
 * a setting more does not cost the voice that stands beside it.
 */
export function withProviderOptions(
  { queryOptions = [], arrangeOptions }: Pick<SpeechAdapter, 'queryOptions' | 'arrangeOptions'>,
  request: WireRequest,
  options: Readonly<Record<string, unknown>>,
): WireRequest {
  const entries = Object.entries(arrangeOptions?.(options) ?? options);
  if (entries.length === 0) return request;
  const { body } = request;
  const asked = entries.filter(([name]) => !isPlain(body) || queryOptions.includes(name));
  const told = entries.filter(([name]) => isPlain(body) && !queryOptions.includes(name));
  if (body instanceof FormData) {
    for (const [name, value] of asked) body.set(name, String(value));
    return request;
  }
  const query = asked.map(([name, value]) => [name, String(value)]);
  return {
    ...request,
    ...(isPlain(body) ? { body: merge(body, Object.fromEntries(told)) } : {}),
    ...(query.length === 0 ? {} : { query: { ...request.query, ...Object.fromEntries(query) } }),
  };
}

function merge(under: object, over: object): object {
  const merged = new Map<string, unknown>(Object.entries(under));
  for (const [name, value] of Object.entries(over)) {
    const before = merged.get(name);
    merged.set(name, isPlain(before) && isPlain(value) ? merge(before, value) : value);
  }
  return Object.fromEntries(merged);
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
