import type { KnownVoice } from '../cloud/adapter.ts';

// https://ai.google.dev/gemini-api/docs/speech-generation#voices, with the genders of
// https://docs.cloud.google.com/text-to-speech/docs/gemini-tts#voice_options
const female =
  'Achernar Aoede Autonoe Callirrhoe Despina Erinome Gacrux Kore Laomedeia Leda Pulcherrima Sulafat Vindemiatrix Zephyr';
const male =
  'Achird Algenib Algieba Alnilam Charon Enceladus Fenrir Iapetus Orus Puck Rasalgethi Sadachbia Sadaltager Schedar Umbriel Zubenelgenubi';

export const googleVoices: readonly KnownVoice[] = [
  ...female.split(' ').map((id) => ({ id, gender: 'female' as const })),
  ...male.split(' ').map((id) => ({ id, gender: 'male' as const })),
].toSorted((a, b) => a.id.localeCompare(b.id, 'en'));
