import type { Page } from "playwright/test";

/** The names of what a browser keeps of chats; of one person's, if told. */
export const keptChatOf = (page: Page, userId = "") =>
  page.evaluate(
    (prefix) => Object.keys(localStorage).filter((name) => name.startsWith(prefix)),
    `tandem.chat/${userId}`,
  );
