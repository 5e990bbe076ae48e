export const espeakProviderName = 'espeak';
