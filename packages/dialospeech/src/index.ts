export {
  createDialoSpeech,
  type DialoSpeech,
  type DialoSpeechOptions,
  dialoSpeechName,
  type NewSpeaker,
} from './dialospeech.ts';
export { hasModel, type LoadedModel, loadModel } from './model/load-model.ts';
