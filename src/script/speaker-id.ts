export const speakerIdPattern = /^[A-Za-z0-9_-]{1,64}$/u;

/** The nearest text that can be an id. */
export function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_-]+/gu, '-')
    .replace(/^-+/u, '')
    .slice(0, 64)
    .replace(/-+$/u, '');
}

/** An id for what somebody is called, which nobody else has. */
export function freshId(label: string, taken: ReadonlySet<string>): string {
  const stem = slug(label).slice(0, 56);
  if (stem !== '' && !taken.has(stem)) return stem;
  const base = stem === '' ? 'speaker' : stem;
  for (let number = stem === '' ? 1 : 2; ; number++) {
    const id = `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}
