/** What the server of this page offers. Lenient: another server may leave parts out, and the page still works. */
export type Catalogue = {
  readonly brains: readonly CatalogueSpeaker[];
  readonly voices: readonly CatalogueSpeaker[];
  /** BCP 47, of all voices. */
  readonly languages: readonly string[];
};

export type CatalogueEntry = { readonly id: string; readonly name: string };

/** Languages in BCP 47; none: not told. */
export type CatalogueSpeaker = CatalogueEntry & { readonly languages: readonly string[] };

export class ServerTrouble extends Error {
  override readonly name = 'ServerTrouble';
  /** Of the answer; 0 where there was none. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

export async function fetchCatalogue(base: string, key: string | undefined): Promise<Catalogue> {
  const [models, voices] = await Promise.all([
    fetchList(new URL('v1/models', base), key),
    fetchList(new URL('v1/voices', base), key),
  ]);
  const found = voices.flatMap(readSpeaker);
  return {
    brains: models.flatMap(readSpeaker),
    voices: found,
    languages: [...new Set(found.flatMap((voice) => voice.languages))].filter((tag) => tag !== 'mul'),
  };
}

/** The voices that speak one of these languages; all where none is asked for. */
export function voicesFor(voices: Catalogue['voices'], languages: readonly string[]): Catalogue['voices'] {
  const wanted = new Set(languages.map(baseLanguage));
  const fits = (tag: string): boolean => tag === 'mul' || wanted.has(baseLanguage(tag));
  return wanted.size === 0
    ? voices
    : voices.filter((voice) => voice.languages.length === 0 || voice.languages.some(fits));
}

function baseLanguage(tag: string): string {
  return (tag.split('-')[0] ?? tag).toLowerCase();
}

/** Where the conversation is held. */
export function realtimeAddress(base: string, brain: string | undefined): string {
  const url = new URL('v1/realtime', base);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  if (brain !== undefined) url.searchParams.set('model', brain);
  return url.href;
}

/**
 * Why the server does not let a conversation begin, in words for the user; undefined where it does not say. A browser
 * does not show pages what a WebSocket was refused with, so they ask again over HTTP.
 */
export async function explainRefusal(base: string): Promise<string | undefined> {
  try {
    const health = await fetch(new URL('healthz', base), { cache: 'no-store' });
    if (health.status === 503) return 'The server is about to stop and takes no new talk.';
    const answer = await fetch(new URL('v1/realtime', base), { cache: 'no-store' });
    return answer.status === 503 || answer.status === 429 ? readMessage(await answer.json()) : undefined;
  } catch {
    return 'The server cannot be reached.';
  }
}

/** As OpenAI's errors are written. */
function readMessage(body: unknown): string | undefined {
  const error = isRecord(body) ? body['error'] : undefined;
  return isRecord(error) && typeof error['message'] === 'string' ? error['message'] : undefined;
}

async function fetchList(url: URL, key: string | undefined): Promise<readonly unknown[]> {
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  let answer: Response;
  try {
    answer = await fetch(url, { headers, cache: 'no-store' });
  } catch {
    throw new ServerTrouble('The server cannot be reached. Is `duologue serve` running?', 0);
  }
  if (answer.status === 401 || answer.status === 403) {
    throw new ServerTrouble('This server wants a key. Enter it under Set-up.', answer.status);
  }
  if (!answer.ok)
    throw new ServerTrouble(`The server answers with an error (${answer.status}).`, answer.status);
  const body: unknown = await answer.json();
  const list = isRecord(body) ? (body['data'] ?? body['voices'] ?? body['models']) : body;
  return Array.isArray(list) ? list : [];
}

function readEntry(value: unknown): CatalogueEntry[] {
  if (typeof value === 'string') return [{ id: value, name: value }];
  if (!isRecord(value) || typeof value['id'] !== 'string') return [];
  const { id, name } = value;
  return [{ id, name: typeof name === 'string' && name !== '' ? name : id }];
}

function readSpeaker(value: unknown): CatalogueSpeaker[] {
  return readEntry(value).map((entry) => ({
    ...entry,
    languages: isRecord(value) ? readLanguages(value) : [],
  }));
}

function readLanguages(value: Readonly<Record<string, unknown>>): string[] {
  const listed = value['languages'] ?? value['language'];
  const list: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  return list.filter((tag) => typeof tag === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
