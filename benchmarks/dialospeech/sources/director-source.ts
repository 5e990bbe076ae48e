import { createRandom } from 'duologue/dsp';
import type { VoiceCatalogue } from 'duologue/voices';
import { findVariant } from '../../../src/corpus/index.ts';
import { prepareConversation } from '../../../src/generate/index.ts';
import type { Script } from '../../../src/script/index.ts';
import type { Timeline } from '../../../src/timeline/index.ts';
import { allThroats, type Throat } from '../../../training/prepare/throats.ts';
import type { DialogueSource } from '../performance.ts';
import { otherLanguage, speakerIds, type TestScript } from '../test-script.ts';
import { readTracks } from './read-tracks.ts';

/** Hz: that of the model. */
const sampleRate = 16_000;

/** The voices that the model learnt from, each turn alone, in the natural style of `generate`. */
export function createDirectorSource(catalogue: VoiceCatalogue): DialogueSource {
  return {
    name: 'the timeline director',
    async perform(script) {
      const cast = throatsFor(script);
      if (cast === undefined) return undefined;
      const voices = cast.map(({ voices: { [script.language]: id = '' } }) => findVariant(catalogue, id));
      await using prepared = await prepareConversation({
        script: scriptOf(script),
        voices: Object.fromEntries(voices.map((voice, index) => [speakerIds[index] ?? '', voice])),
        providers: catalogue.providers,
        sampleRate,
        id: script.id,
        seed: script.id,
        register: 'conversation',
      });
      const { timeline, sounds, plan } = prepared;
      const tracks = await readTracks({
        clips: plan.clips,
        speakers: speakerIds,
        duration: timeline.duration,
        sounds,
      });
      return { script, tracks, sampleRate, timeline: withThroats(timeline, cast), seams: [] };
    },
  };
}

/** Two throats of the training data who can be told apart; none where nobody speaks the other's language. */
export function throatsFor(script: TestScript): Throat[] | undefined {
  const { language, crossLingual, id } = script;
  const native = crossLingual ? otherLanguage(language) : language;
  const able = allThroats().filter(
    (throat) => throat.split === 'train' && throat.native === native && throat.voices[language] !== undefined,
  );
  const random = createRandom(`${id}/cast`);
  const first = able[random.integer(able.length)];
  const others = able.filter(({ base }) => base !== first?.base);
  const second = others[random.integer(others.length)];
  return first === undefined || second === undefined ? undefined : [first, second];
}

function scriptOf({ language, turns }: TestScript): Script {
  return {
    language: language === 'zh' ? 'zh-CN' : 'en',
    register: 'conversation',
    speakers: speakerIds.map((id) => ({ id })),
    turns: turns.map(({ speaker, text, kind, cutShort }, index) => ({
      speaker: speakerIds[speaker],
      onset: { type: kind === 'interruption' && index > 0 ? 'interrupt' : 'auto' },
      parts: [{ type: 'speech', text }],
      ...(cutShort ? { cutShort } : {}),
    })),
  };
}

/** One throat has one name, whichever language it speaks. */
function withThroats(timeline: Timeline, cast: readonly Throat[]): Timeline {
  return {
    ...timeline,
    speakers: timeline.speakers.map((speaker) => {
      const throat = cast[speaker.channel];
      return throat === undefined ? speaker : { ...speaker, voice: throat.id };
    }),
  };
}
