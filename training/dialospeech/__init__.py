"""The training of DialoSpeech: from packs of two-track speech to the ONNX files that the runtime plays."""
