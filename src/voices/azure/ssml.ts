/** What is said in one request, and how. Everything but the voice and the text may be left out. */
export type AzureSpeech = {
  readonly voice: string;
  readonly text: string;
  /** BCP 47. */
  readonly language?: string;
  /** Times the usual. */
  readonly rate?: number;
  /** Such as `+10%` and `soft`, as SSML has them. */
  readonly pitch?: string;
  readonly volume?: string;
  /** Such as `cheerful`, where the voice has it, from .01 to 2 strong. */
  readonly style?: string;
  readonly styledegree?: number;
  readonly role?: string;
  /** Such as `temperature=0.8`, for HD voices. */
  readonly parameters?: string;
};

// https://learn.microsoft.com/azure/ai-services/speech-service/speech-synthesis-markup-voice
export function toSsml(speech: AzureSpeech): string {
  const { voice, text, language, rate, pitch, volume, style, styledegree, role, parameters } = speech;
  const own = localeOf(voice);
  const other = language === undefined ? undefined : otherLocale(language, own);
  const said = element('lang', { 'xml:lang': other }, escapeXml(text));
  const paced = element('prosody', { rate, pitch, volume }, said);
  const styled = element('mstts:express-as', { style, styledegree, role }, paced);
  const spoken = `<voice${attributes({ name: voice, parameters })}>${styled}</voice>`;
  const spaces = {
    xmlns: 'http://www.w3.org/2001/10/synthesis',
    'xmlns:mstts': 'http://www.w3.org/2001/mstts',
  };
  return `<speak${attributes({ version: '1.0', ...spaces, 'xml:lang': own })}>${spoken}</speak>`;
}

export function localeOf(voice: string): string {
  return /^[a-z]{2,3}-[A-Z]{2}/.exec(voice)?.[0] ?? 'en-US';
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** The content alone, where there is nothing to say about it. */
function element(name: string, given: Attributes, content: string): string {
  const told = attributes(given);
  return told === '' ? content : `<${name}${told}>${content}</${name}>`;
}

function attributes(given: Attributes): string {
  return Object.entries(given)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeXml(String(value))}"`))
    .join('');
}

/** With a region, which SSML wants, unless it is the voice's own language. */
export function otherLocale(language: string, own: string): string | undefined {
  // What is no tag at all is left to the service.
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(language)) return undefined;
  const { language: main, region } = new Intl.Locale(language).maximize();
  const same = language.includes('-') ? `${main}-${region}` === own : own.startsWith(`${main}-`);
  return same ? undefined : `${main}-${region}`;
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  };
  return text
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ' ');
}
