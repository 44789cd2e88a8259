import type { MetaDescriptor } from "@remix-run/node";
import type { useRoot } from "./use-root.ts";
import { siteWords } from "../words/site.tsx";

type Match = { id: string; data?: unknown };
type Link = {
  /** The matches that `meta` is called with: the root knows our origin. */
  matches: Match[];
  /** Where the link leads, without the origin. */
  path: string;
  /** Where the picture of this link is; without one it is the one of all links. */
  picture?: string;
  /** Only where the link itself shows it to anybody; undefined otherwise, whatever the reason. */
  title?: string;
  description?: string;
};

/**
 * What messengers show of a link, as tags for `meta`. One that shows nothing of its own, such as that of a private
 * session or of one that is not there, says what Tandem is.
 */
export function linkPreview({ matches, path, picture = "/preview.png", ...own }: Link): MetaDescriptor[] {
  const root = matches.find(({ id }) => id === "root")?.data as ReturnType<typeof useRoot>;
  const origin = root?.appOrigin ?? "";
  const { title = siteWords.preview.title, description = siteWords.preview.description } = own;
  return [
    { property: "og:site_name", content: "Tandem" },
    { property: "og:type", content: "website" },
    { property: "og:title", content: title },
    { property: "og:description", content: description },
    { property: "og:url", content: origin + path },
    { property: "og:image", content: origin + picture },
    { property: "og:image:type", content: "image/png" },
    { property: "og:image:width", content: "1200" },
    { property: "og:image:height", content: "630" },
    { property: "og:image:alt", content: title },
    { name: "twitter:card", content: "summary_large_image" },
  ];
}

/** A session's link; without a title where it does not show that to anybody. */
export const sessionPreview = ({
  sessionId,
  title,
  path = `/sessions/${sessionId}`,
  matches,
}: Pick<Link, "matches" | "title"> & { sessionId: string; path?: string }) =>
  linkPreview({
    matches,
    path,
    title,
    picture: `/sessions/${sessionId}/preview.png`,
    description: title && siteWords.preview.sessionDescription,
  });
