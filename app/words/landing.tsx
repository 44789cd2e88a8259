import type { ReactNode } from "react";
import { translatable } from "./translatable.ts";

/** The front page, its tour aside. */
export const landingWords = translatable("landing", {
  description: "Open a session in the browser and write code together, live.",
  headline: (line: (text: string) => ReactNode) => (
    <>
      {line("Write code together,")}
      {line("in one editor,")}
      {line("at the same time.")}
    </>
  ),
  tagline: "Start a session, send its link. Nobody installs anything.",
  start: "Start coding",
  yourSessions: "Your sessions",
  link: {
    label: "Got a link?",
    placeholder: "Paste a session link or invite",
    open: "Open",
    missing: "Paste a link or a session id first.",
    unknown: "This is neither a session link, nor an invite, nor a session id.",
    otherServer: (host: string, ownHost: string) =>
      `This link leads to ${host}, which is another server than this one (${ownHost}).`,
  },
  end: {
    start: "Start a session",
    license: "Free software, under the MIT license.",
    source: "Source and documentation",
  },
});
