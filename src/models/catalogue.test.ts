import { expect, test } from 'vitest';
import { modelCatalogue } from './catalogue.ts';
import { modelIdForm } from './model.ts';

test('every model has a name that a folder can have, once, and files over https', () => {
  const ids = modelCatalogue.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !modelIdForm.test(id))).toEqual([]);
  for (const { files, languages } of modelCatalogue) {
    expect(languages.length).toBeGreaterThan(0);
    for (const { url, uploads, roughBytes } of files) {
      expect(url).toMatch(
        /^https:\/\/(github\.com\/k2-fsa\/sherpa-onnx\/releases\/download|huggingface\.co\/ipsilondev)\//,
      );
      expect(uploads[0]?.bytes ?? roughBytes).toBeGreaterThan(1e6);
      for (const upload of uploads) expect(upload.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  }
});
