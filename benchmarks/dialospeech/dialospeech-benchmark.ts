import type { Benchmark } from '../benchmark.ts';

export const dialoSpeechBenchmark: Benchmark = {
  name: 'dialospeech',
  title: 'DialoSpeech: both speakers by one model',
  method:
    'Scripts that no training has seen (four in five of the grammar’s in the part that is kept for tests, one in five written by ' +
    'hand; a quarter of them once more by speakers of the other language; the tables say how many) are spoken by the model, with voices that it ' +
    'comes with, and by the timeline director of `generate` with the voices that the model learnt from. Of the controls, ' +
    'one puts the same utterances .3 s apart, one draws anew after which turn each offset comes, one shuffles each ' +
    'speaker’s silences. `DUOLOGUE_DIALOSPEECH` names the folder of another model, `DUOLOGUE_BENCH_SCRIPTS` how many ' +
    'scripts of each language.',
  async run() {
    // Loaded now: it brings ONNX Runtime, which other benchmarks do without.
    const { measureDialoSpeech } = await import('./measure-dialospeech.ts');
    const { DUOLOGUE_DIALOSPEECH: model, DUOLOGUE_BENCH_SCRIPTS: scripts = '100' } = process.env;
    return measureDialoSpeech({ model, scripts: Number(scripts) });
  },
};
