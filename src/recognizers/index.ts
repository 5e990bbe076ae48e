export { type CommandRecognizerOptions, createCommandRecognizer } from './command/command-recognizer.ts';
export { RecognizerError } from './recognizer-error.ts';
