/**
 * Characters that change the direction of the text after them, and draw nothing: in a line of a list, a link or a
 * message they make one thing look like another. Scripts that are written from the right need none of them.
 */
const controls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text without them. */
export const withoutDirections = (text: string): string => text.replace(controls, "");
