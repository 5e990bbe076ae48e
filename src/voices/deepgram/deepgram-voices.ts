import type { KnownVoice } from '../cloud/adapter.ts';

// https://developers.deepgram.com/docs/tts-models
const women = {
  en: `andromeda asteria athena aurora callista cora cordelia delia electra harmonia helena hera iris juno luna
    minerva ophelia phoebe selene thalia vesta`,
  es: 'agustina antonia carina celeste diana estrella gloria olivia selena silvia',
  de: 'aurelia elara kara lara viktoria',
  nl: 'beatrix cornelia daphne hestia leda rhea',
  fr: 'agathe',
  it: 'cinzia demetra livia maia melia',
  ja: 'ama izanami uzume',
};
const men = {
  en: 'apollo arcas aries atlas hermes jupiter mars neptune odysseus orion orpheus pluto saturn zeus',
  es: 'alvaro aquila javier luciano nestor sirio valerio',
  de: 'fabian julius',
  nl: 'lars roman sander',
  fr: 'hector',
  it: 'cesare dionisio elio flavio',
  ja: 'ebisu fujin',
};
const flux = `alexis bree brittany brooke bruce cliff cole colin conor donovan drew elise gemma haley hannah heather jack
  kai kelsey kit maeve marcelo marcus meena meghan miles naveen paige priya rufus sean sharon sienna tanner wade wes`;

/** The languages whose Aura voices take a speed: https://developers.deepgram.com/docs/tts-voice-controls */
const paced = ['en', 'es'];

function auraVoices(names: Readonly<Record<string, string>>, gender: 'female' | 'male'): KnownVoice[] {
  return Object.entries(names).flatMap(([language, list]) =>
    list.split(/\s+/).map((name) => auraVoice(name, language, { gender })),
  );
}

function auraVoice(name: string, language: string, facts: Partial<KnownVoice>): KnownVoice {
  return {
    id: `${name}-${language}`,
    name: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    languages: [language],
    models: ['aura-2'],
    ...(paced.includes(language) ? { speeds: [0.7, 1.5] } : {}),
    ...facts,
  };
}

export const deepgramVoices: readonly KnownVoice[] = [
  ...auraVoices(women, 'female'),
  ...auraVoices(men, 'male'),
  auraVoice('janus', 'en', {}),
  auraVoice('amalthea', 'en', { gender: 'female', accent: 'Filipino', languages: ['en-PH', 'en'] }),
  auraVoice('pandora', 'en', { gender: 'female', accent: 'British', languages: ['en-GB', 'en'] }),
  auraVoice('theia', 'en', { gender: 'female', accent: 'Australian', languages: ['en-AU', 'en'] }),
  auraVoice('draco', 'en', { gender: 'male', accent: 'British', languages: ['en-GB', 'en'] }),
  auraVoice('hyperion', 'en', { gender: 'male', accent: 'Australian', languages: ['en-AU', 'en'] }),
  ...flux.split(/\s+/).map((name) => ({ id: `${name}-en`, languages: ['en'], models: ['flux'] })),
];
