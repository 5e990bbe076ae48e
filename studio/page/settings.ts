import type { LiveClientSession } from '../../src/live/protocol/index.ts';
import { type Catalogue, type CatalogueEntry, voicesFor } from '../session/server-catalogue.ts';
import { find, setText } from './elements.ts';

/** What the user has chosen. */
export type Choices = {
  readonly brain: string;
  readonly voice: string;
  readonly language: string;
  readonly preset: string;
  readonly holdToTalk: boolean;
  readonly opens: boolean;
  readonly announce: boolean;
  readonly key: string;
};

export interface SettingsView {
  readonly choices: Choices;
  offer(catalogue: Catalogue): void;
  /** The brain can't be changed while it talks. */
  setTalking(talking: boolean): void;
  askForKey(): void;
}

const presetTexts: Readonly<Record<string, string>> = {
  assistant: 'Answers quickly, yields quickly, says mm-hm now and then.',
  interviewer: 'Waits out long pauses, listens more, says mm-hm more often.',
  'in-car': 'Takes noise out, never says mm-hm, wants to be sure before it yields.',
  'call-centre': 'Short waits, quick to ask whether you are still there.',
};

/** Where choices are kept between visits; a key never is. */
const store = 'duologue-talk';

const remembered = ['brain', 'voice', 'language', 'preset'] as const;

export function createSettingsView(onChange: (choices: Choices) => void): SettingsView {
  const form = find('settings', HTMLFormElement);
  const selects = {
    brain: find('brain', HTMLSelectElement),
    voice: find('voice', HTMLSelectElement),
    language: find('language', HTMLSelectElement),
    preset: find('preset', HTMLSelectElement),
  };
  const opens = find('opens', HTMLInputElement);
  const announce = find('announce', HTMLInputElement);
  const key = find('key', HTMLInputElement);
  const wanted = { ...storedChoices(), ...choicesInAddress() };
  let catalogue: Catalogue = { brains: [], voices: [], languages: [] };

  /** Of a hundred voices those are offered that speak what will be spoken. */
  const offerVoices = (): void => {
    const { brain, language } = selects;
    const chosen = catalogue.brains.find(({ id }) => id === brain.value) ?? catalogue.brains[0];
    const languages = language.value === '' ? (chosen?.languages ?? []) : [language.value];
    const none = { id: '', name: 'By language' };
    fillSelect(selects.voice, voicesFor(catalogue.voices, languages), none);
  };

  const read = (): Choices => ({
    brain: selects.brain.value,
    voice: selects.voice.value,
    language: selects.language.value,
    preset: selects.preset.value,
    holdToTalk: new FormData(form).get('microphone') === 'hold',
    opens: opens.checked,
    announce: announce.checked,
    key: key.value.trim(),
  });
  const explain = (): void =>
    setText(find('preset-text', HTMLElement), presetTexts[selects.preset.value] ?? '');

  choose(selects.preset, wanted['preset']);
  opens.checked = wanted['opens'] !== 'false';
  explain();
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', () => {
    offerVoices();
    const choices = read();
    explain();
    keepChoices(choices);
    onChange(choices);
  });

  return {
    get choices() {
      return read();
    },
    offer(offered) {
      catalogue = offered;
      fillSelect(selects.brain, offered.brains, { id: '', name: 'The server’s own' });
      const names = offered.languages
        .map((id) => ({ id, name: languageName(id) }))
        .toSorted((a, b) => a.name.localeCompare(b.name));
      fillSelect(selects.language, names, { id: '', name: 'The server’s own' });
      for (const name of ['brain', 'language'] as const) choose(selects[name], wanted[name]);
      offerVoices();
      choose(selects.voice, wanted['voice']);
    },
    setTalking(talking) {
      selects.brain.disabled = talking;
      selects.brain.title = talking ? 'End the talk to choose another brain.' : '';
      key.disabled = talking;
    },
    askForKey() {
      find('key-field', HTMLElement).hidden = false;
      find('set-up', HTMLDetailsElement).open = true;
      key.focus();
    },
  };
}

/** As the protocol wants it; what was left to the server is left out. */
export function wireChoices({ voice, language, preset, opens, holdToTalk }: Choices): LiveClientSession {
  return {
    preset,
    opens,
    automatic: !holdToTalk,
    ...(voice === '' ? {} : { voice }),
    ...(language === '' ? {} : { languages: [language] }),
  };
}

function fillSelect(
  select: HTMLSelectElement,
  entries: readonly CatalogueEntry[],
  none: CatalogueEntry,
): void {
  const before = select.value;
  const options = [none, ...entries].map(({ id, name }) => new Option(name, id));
  select.replaceChildren(...options);
  choose(select, before);
}

function choose(select: HTMLSelectElement, value: string | undefined): void {
  if (value !== undefined && [...select.options].some((option) => option.value === value))
    select.value = value;
}

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** `?brain=…&voice=…&language=…&preset=…&opens=true`, for links and embedding. */
function choicesInAddress(): Partial<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(location.search));
}

function storedChoices(): Partial<Record<string, string>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(store) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(([, value]) => typeof value === 'string'));
  } catch {
    // Storage may be shut off, or hold what another version wrote.
    return {};
  }
}

function keepChoices(choices: Choices): void {
  try {
    const kept = Object.fromEntries(remembered.map((name) => [name, choices[name]]));
    localStorage.setItem(store, JSON.stringify(kept));
  } catch {
    // Then they last as long as the page.
  }
}
