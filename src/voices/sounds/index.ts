export {
  createVocalSound,
  eventSound,
  type VocalSoundName,
  type VocalSoundOptions,
  vocalSoundNames,
} from './vocal-sound.ts';
export { vocalSoundFor } from './vocal-sound-text.ts';
export { type VocalSoundsOptions, withVocalSounds } from './with-vocal-sounds.ts';
