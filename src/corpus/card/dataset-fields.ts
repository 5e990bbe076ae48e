/** What the fields of a row say, as `docs/corpus/record.md` does at length. */
export const datasetFields: readonly (readonly [name: string, what: string])[] = [
  ['id', 'of the dialogue; letters, digits, `_` and `-`'],
  ['audio', 'the sound: one channel for each speaker, in the order of `speakers`'],
  ['split', '`train`, `dev`, `test`, or nothing'],
  ['languages', 'BCP 47, the main one first'],
  [
    'speakers',
    '`id` (a pseudonym), `channel`, `role`, `language`, `nativeLanguage`, `gender`, `ageBand`, `accent`, `region`, `voice`, `consent`',
  ],
  [
    'utterances',
    '`speaker`, `kind` (`turn`, `backchannel`, `interruption`), `text`, `start`, `end`, `words` with their times, `anchor`, `cutShort`, `yieldAfter`, `aside`, `source`',
  ],
  [
    'events',
    'laughter, breath, noise and the rest: `type`, `kind`, `speaker`, `channels`, `start`, `end`, `anchor`, `source`, `confidence`',
  ],
  ['scenario', '`title`, `domain`, `topic`, `register`, `style`'],
  [
    'environment',
    '`setting`, and for each track `place`, `device`, `codec`, `reverberation`, `bandwidth`, `signalToNoise`, `noiseTypes`, `bleed`',
  ],
  ['provenance', '`origin`, `generator`, `source`, `licence`, `seed`, `parametersSha256`'],
  ['consent', '`status` and `reference`'],
  ['quality', 'what was measured of each track, and what each filter found'],
];
