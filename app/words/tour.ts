import { translatable } from "./translatable.ts";

/** What the front page tells of Tandem, below its pictures' own words (drawn.ts). */
export const tourWords = translatable("tour", {
  together: {
    title: "Everybody writes at once",
    carets: "Each caret carries a name. Press a person once to go where they are, and again to follow them.",
    undo: "Undo takes back what you wrote yourself, never what somebody else did.",
  },
  saved: {
    title: "Saved means stored",
    header: "The header says in one of four ways where your last keystroke is.",
    promise: "Close the tab on “Saved”, pull the plug, come back next month: the text is as you left it.",
  },
  /** The four that stand in a session's header, each with its promise. */
  saveStates: {
    saving: { state: "Saving…", meaning: "Your last edits are on their way." },
    saved: {
      state: "Saved",
      meaning:
        "They are in the server’s database, on its disk. If every server and every browser crashes now, they are still there.",
    },
    unsaved: {
      state: "Not saved yet",
      meaning:
        "The server cannot store them right now. Keep the tab open: it tries again by itself, and you can go on typing.",
    },
    offline: {
      state: "Offline, kept on this device",
      meaning: "There is no connection. Your edits are in this browser, and go out when you are back.",
    },
  },
  reviews: {
    title: "Reviews in the code, not beside it",
    findings:
      "Ask about a selection or a file. Findings stand at their lines, move along with them, and are the same for everybody. Apply is one edit: it reaches everybody, and you can undo it.",
    models:
      "Any model that speaks OpenAI’s protocol can write them, one on your own machine as well. Without a model there are static checks for JavaScript and TypeScript.",
  },
  sharing: {
    title: "You decide who comes in",
    who: "Only those you invite, anyone with the link, or everybody on the server; to edit, or to view and talk. An invite has a role, an end and a number of uses.",
    takenBack: "What you take back ends at once, also in pages that are open.",
  },
  server: {
    title: "On a server of your own",
    needs:
      "In a copy of the source, with Node 20.19 or later. No account, no key and no Docker, and it brings its own Postgres.",
    nodes: "When a machine is not enough there is an image, and as many nodes as you need.",
  },
  access: {
    title: "By keyboard, and on a phone",
    keyboard: "Everything works from the keyboard. Light, dark and high contrast follow your system or your choice.",
    phone: "A phone reads, follows and talks; Edit brings the keys that its keyboard hides.",
  },
  keys: {
    commands: "Every command, by name",
    nextPart: "On to the next part of the page",
    tab: "Let Tab leave the editor",
    close: "Close what is on top, stop following",
    otherKeys: "The other keys",
  },
  limits: {
    title: "What it is not",
    why: "So that you need not find out in the middle of an interview.",
  },
  not: {
    repository: {
      what: "Not a repository.",
      instead: "Drop files in, take them out as a ZIP, and commit them where they live.",
    },
    editor: {
      what: "Not your editor at home.",
      instead: "There is no terminal and no debugger, and there are no extensions.",
    },
    call: { what: "Not a call.", instead: "Keep the one that you have open beside it." },
    secret: {
      what: "Not secret from whoever runs the server.",
      instead: "What is in its database they can read; run your own where that matters.",
    },
  },
});
