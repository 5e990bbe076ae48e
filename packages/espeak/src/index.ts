export { createEspeak, type EspeakOptions, espeakProviderName } from './espeak.ts';
export { type Speaker as MandarinSpeaker, speakers as mandarinSpeakers } from './speakers.ts';
