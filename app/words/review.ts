import { formatNumber, plural } from "./formats.ts";
import { lines } from "./lines.ts";
import { translatable } from "./translatable.ts";

/** Reviews beside the code: asking for one, what it found, and why it failed. */
export const reviewWords = translatable("review", {
  lines,
  place: (path: string, start: number, end: number) => `${path} ${lines(start, end)}`,
  ask: {
    reviewFile: (path: string) => `Review ${path}`,
    reviewLines: (start: number, end: number) => `Review ${lines(start, end)}`,
    checkFile: (path: string) => `Run static checks on ${path}`,
    checkLines: (start: number, end: number) => `Run static checks on ${lines(start, end)}`,
    wholeFile: "Whole file",
    sendsFile: (path: string, model: string, host: string) =>
      `All of ${path} and the file's name are sent to ${model} at ${host}. Everybody here sees what it finds.`,
    sendsLines: (path: string, model: string, host: string) =>
      `Only these lines of ${path} and the file's name are sent to ${model} at ${host}. Everybody here sees what it finds.`,
    checksOnly:
      "AI reviews are off: the server has no OPENAI_API_KEY. Static checks are ESLint's recommended rules; they run on the server, and nothing is sent elsewhere.",
    noChecks: (language: string) =>
      `AI reviews are off: the server has no OPENAI_API_KEY. Whoever runs it can set that. Without it there are static checks for JavaScript and TypeScript, not for ${language}.`,
  },
  /** In place of the question, where nothing can be reviewed any more. */
  closed: {
    signedOut: "Sign in to have code reviewed. What was found stays here to read.",
    replaced: "Reload the page to have code reviewed. What was found stays here to read.",
    over: "You cannot have code reviewed any more. What was found stays here to read.",
  },
  forEditors: "People who can edit this session can ask for a review. What it finds is shown here to everybody.",
  findings: "Findings",
  noReview: "No review yet.",
  findingsAreMarked: "Findings are marked in the code, for everybody here.",
  shown: "Shown",
  latest: (review: string) => `Latest: ${review}`,
  staticChecks: "Static checks (ESLint)",
  tokens: (count: number) => `${formatNumber(count)} tokens`,
  untilItFinds: "Until it finds something, the previous review is shown:",
  previousStays: "What was found before stays:",
  reading: "Reading the code…",
  cancel: "Cancel",
  cancelled: "This review was cancelled.",
  tryAgain: "Try again",
  rulesFindNothing: "ESLint's recommended rules find nothing here.",
  rulesFind: (total: number, shown: number) =>
    `ESLint's recommended rules find ${total} things; these are the first ${shown}.`,
  nothingFound: "Nothing was found.",
  unplaced: (count: number) =>
    plural(count, {
      one: `${count} remark could not be placed in the code. Another review may place it.`,
      other: `${count} remarks could not be placed in the code. Another review may place them.`,
    }),
  askedFor: (name: string, path: string) => `${name} asked for a review of ${path}`,
  cannotOpen: "That review could not be opened. It is still kept; please try again.",
  notAsked: "The review could not be asked for. Nothing in the code was changed; please try again.",
  answerUnreadable: "The server's answer could not be read. Nothing in the code was changed; reload the page to go on.",
  findingGone: "This finding is not there any more.",
  changedInThatMoment: "The code changed in that moment, so nothing was applied.",
  finding: {
    severities: { error: "Error:", warning: "Warning:", info: "Note:" },
    changed: "Code changed since",
    gone: "Code deleted",
    applied: "Applied",
    appliedBy: (name: string) => `Applied by ${name}`,
    dismissed: "Dismissed",
    dismissedBy: (name: string) => `Dismissed by ${name}`,
    suggestion: "Suggested change",
    removed: "Removed:",
    added: "Added:",
    moreLines: (count: number) =>
      plural(count, { one: `And ${formatNumber(count)} more line.`, other: `And ${formatNumber(count)} more lines.` }),
    editedSince: "These lines were edited after the review. Ask for another review.",
    noLongerFits: "These lines were edited after the review, so its change no longer fits. Ask for another review.",
    undone: "The code reads as before: the change was undone, or never arrived.",
    apply: "Apply",
    dismiss: "Dismiss",
    restore: "Restore",
    show: "Show",
    discuss: "Discuss",
  },
  failed: "The review failed. Nothing in the code was changed.",
  /** Why a review failed. */
  problems: {
    ai_refused: "The AI, or a filter before it, declined to review this code. Try a smaller part of it.",
    ai_too_long: "This is more code than the AI model can take at once. Select the part that matters, and review that.",
    ai_cut_off: "The AI's answer broke off before its end. What had arrived is kept; try again, or review fewer lines.",
    ai_malformed: "The AI's answer could not be read. Please try again.",
    ai_no_credit:
      "The AI service has no credit left. Whoever runs this server has to add some; until then there are no reviews.",
    ai_no_model: "The AI service does not have this model. Whoever runs this server should check OPENAI_MODEL.",
    ai_rejected:
      "The AI service did not accept the request: whoever runs this server should check OPENAI_API_KEY, OPENAI_MODEL and OPENAI_BASE_URL.",
    ai_away: "The AI service cannot be reached right now. Please try again in a minute.",
    ai_busy: "The AI service has too much to do right now. Please try again in a minute.",
    ai_timeout: "The review took longer than a minute and was stopped. Try again, or review fewer lines.",
    check_stopped:
      "This file is too much for ESLint: it takes more than 3 seconds, or more memory than it has. Move a part of it into another file.",
    interrupted: "The server stopped during this review. Please try again.",
  },
});
