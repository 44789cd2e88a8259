/** More than this is not counted for anybody to read. */
export const MAX_COUNTED = 99;

export const shownCount = (count: number): string => (count > MAX_COUNTED ? `${MAX_COUNTED}+` : String(count));
