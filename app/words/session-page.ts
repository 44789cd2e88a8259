import { plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** What holds the parts of a session's page together: its panels, and what is said of the session as a whole. */
export const sessionPageWords = translatable("sessionPage", {
  skipToCode: "Skip to the code",
  panels: {
    chat: "Chat",
    people: "People",
    review: "Review",
    search: "Search",
    problems: "Problems",
  },
  closePanel: {
    chat: "Close chat",
    people: "Close people",
    review: "Close review",
    search: "Close search",
    problems: "Close problems",
  },
  panelWidth: "Width of the side panel",

  failed: {
    editor: "The editor could not be shown. What was written is not affected.",
    panel: "This panel could not be shown. What was written is not affected.",
    retry: "Retry",
    reload: "Reload the page",
  },

  titleNotChanged: "The title may not have been changed. Reload the page to see it.",
  youCanEdit: "You can edit this session now.",
  youCanView: "You can only view this session now.",

  /** Read out, and not shown. */
  announced: {
    following: (name: string) => `You follow ${name}. Escape stops.`,
    notFollowing: (name: string) => `You do not follow ${name} any more.`,
    /** That what was typed is safe again, in the words of the header. */
    saving: (label: string) => `${label}.`,
    reviewFailed: (path: string) => `The review of ${path} failed.`,
    /** `why`: a sentence. */
    reviewFailedWhy: (path: string, why: string) => `The review of ${path} failed. ${why}`,
    reviewCancelled: (path: string) => `The review of ${path} was cancelled.`,
    reviewDone: (path: string, count: number) =>
      plural(count, {
        one: `The review of ${path} is done: ${count} finding.`,
        other: `The review of ${path} is done: ${count} findings.`,
      }),
  },
});
