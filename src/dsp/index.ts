export { type Audio, audioDuration, type MultichannelAudio } from './audio.ts';
export { createRandom, type Random } from './random.ts';
