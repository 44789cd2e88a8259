/**
 * Whether a key belongs to an input method: it chooses or confirms a candidate, or gives it up, and means nothing else.
 * Safari has ended the composition by then, and tells by the key code alone.
 */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === IN_COMPOSITION;

const IN_COMPOSITION = 229;
