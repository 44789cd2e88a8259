/**
 * Characters that change the direction of the text after them, and draw nothing: in a list, a link or a message they
 * make one thing look like another. Scripts that are written from the right need none of them.
 */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text without characters of direction. */
export const withoutDirections = (text: string): string => text.replace(directions, "");

/** A text without control characters and lone surrogates; line feeds and tabs stay. */
export const withoutControls = (text: string): string => text.toWellFormed().replace(/[^\P{Cc}\n\t]/gu, "");
