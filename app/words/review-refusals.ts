import { formatNumber } from "./formats.ts";
import { translatable } from "./translatable.ts";

const most = (chars: number, lines: number) =>
  `a review takes at most ${formatNumber(chars)} characters and ${formatNumber(lines)} lines.`;

/** What the server says of reviews that it does not begin. */
export const reviewRefusalWords = translatable("reviewRefusals", {
  aiOff: "AI reviews are off here: the server has no OPENAI_API_KEY.",
  running: "A review of this session is running already. Its findings are for everybody.",
  cancelled: "This review was cancelled.",
  damaged:
    "The stored text of this session is damaged and cannot be reviewed until whoever runs this server restores it.",
  noCode: "There is no code here to review.",
  guestsUsedAll: (limit: number) => `Guests on your network have used all ${limit} reviews for this hour.`,
  youUsedAll: (limit: number) => `You have used all ${limit} reviews for this hour.`,
  serverUsedAll: (limit: number) => `People on this server have used all ${limit} reviews for this hour.`,
  checkTimeUsed: (seconds: number) => `You have used all ${seconds} seconds of checking for this hour.`,
  nextIn: (minutes: number) => `The next one is possible in ${minutes} min.`,
  yoursWait: "Several of your checks are still waiting. Please try again when they are done.",
  othersWait: "Too many checks are waiting right now. Please try again in a minute.",
  checkedLanguages: "Static checks know JavaScript and TypeScript only.",
  tooManyChars: (chars: number, maxChars: number, maxLines: number) =>
    `This has ${formatNumber(chars)} characters, and ${most(maxChars, maxLines)}`,
  tooManyLines: (maxChars: number, maxLines: number) =>
    `This has more than ${formatNumber(maxLines)} lines, and ${most(maxChars, maxLines)}`,
  selectPart: "Select the part that matters.",
  movePart: "ESLint reads a file as a whole: move a part of it into another file.",
});
