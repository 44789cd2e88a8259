import { direction } from "../../../words/locale.ts";

const mirrored: Record<string, string> = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };

/** What an arrow key means to readers: `ArrowRight` leads on, also where that is to the left. */
export const readingKey = (key: string): string => (direction() === "rtl" ? (mirrored[key] ?? key) : key);
