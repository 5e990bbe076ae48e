export { createDialoSpeech, type DialoSpeechOptions } from './dialospeech.ts';
export {
  type DialoSpeech,
  dialoSpeechName,
  type NewSpeaker,
  type SpeakingOptions,
} from './dialospeech-model.ts';
export { hasModel, type LoadedModel, loadModel } from './model/load-model.ts';
