export { modelCatalogue } from './catalogue.ts';
export {
  downloadBytes,
  isChecked,
  type ModelDescription,
  type ModelFile,
  type ModelKind,
  modelKinds,
  type Upload,
} from './model.ts';
export { ModelError, type ModelErrorCode } from './model-error.ts';
export {
  type AddOptions,
  createModelStore,
  findInstalled,
  type InstalledModel,
  type ModelStatus,
  type ModelStore,
  type ModelStoreOptions,
} from './model-store.ts';
export { modelsFolder } from './models-folder.ts';
export type { PullOptions, PullProgress } from './pull-model.ts';
