/**
 * Whether a key belongs to an input method: it chooses, confirms or gives up a candidate, and does nothing else. In
 * Safari the composition has ended by then, and only the key code shows it.
 */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === IN_COMPOSITION;

const IN_COMPOSITION = 229;
