import { translatable } from "./translatable.ts";

/** The pictures of the product on the front page: each one's label, which says what it shows, and what stands in it. */
export const drawnWords = translatable("drawn", {
  sessionTitle: "Interview, part two",
  saved: "Saved",
  session: {
    label:
      "A session in Tandem: Maya and Jonas write one Python file at the same time, each with a named caret, and talk in the chat beside it.",
    connected: "Connected",
    caret: "Ln 4, Col 20",
    chat: {
      question: "What if the text ends and one is still open?",
      answer: "Line 13 covers that: more than None is left.",
      thanks: "Right, I’ll write the test.",
    },
  },
  following: {
    label:
      "The editor while you follow Maya: a frame in her colour around the code that she writes, her caret and selection in it, and a sign that Jonas is at line 48, further down.",
    notice: "Following Maya · Esc to stop",
    below: "↓ Jonas, line 48",
  },
  review: {
    label:
      "A finding of a review. In the code, line 14 is underlined and has a sign in the margin. Below it the finding says: Error, reads one item too many, cart.js line 14. Beside that are the suggested change and the buttons Apply, Dismiss and Discuss.",
    title: "Reads one item too many",
    place: (path: string) => `${path} line 14`,
    reason: "There is no item at n, so reading its price throws.",
    apply: "Apply",
    dismiss: "Dismiss",
    discuss: "Discuss",
  },
  sharing: {
    label:
      "The dialog Share this session. Who can join: anyone with the link. With the link they can view. Below are the link with a button Copy link, and two invites with their roles, how often they were used, and when they end.",
    whoCanJoin: "Who can join",
    anyone: "Anyone with the link",
    withLinkThey: "With the link they",
    canView: "can view",
    link: "Link to this session",
    copyLink: "Copy link",
    toEdit: "Whoever has it can edit · 3 of 10 used · ends 4 December",
    toView: "Whoever has it can view · 14 used · never expires",
  },
  phone: {
    label:
      "A session on a phone: the code with Maya’s caret, and below it a row of keys: Tab, Undo, Redo, brackets and signs.",
    undo: "Undo",
    redo: "Redo",
  },
});
