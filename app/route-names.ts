/** The names of our routes, as labels of metrics and spans: there are as many as files in app/routes, whatever visitors ask for. */
import type { ServerBuild } from "@remix-run/node";
import { matchRoutes } from "@remix-run/react";

type Routes = ServerBuild["routes"];
type Branch = NonNullable<Parameters<typeof matchRoutes>[0]>[number];

const trees = new WeakMap<Routes, Branch[]>();

/** Which route answers an address, `sessions.$sessionId` for example; `manifest` is Remix's own, `none` nobody's. */
export function routeName(routes: Routes, pathname: string): string {
  if (pathname === "/__manifest") return "manifest";
  const page = pathname.replace(/\/_root\.data$/, "/").replace(/\.data$/, "");
  try {
    // The router would only warn, with the whole address.
    decodeURIComponent(page);
    const tree = trees.get(routes) ?? branchesUnder(routes);
    trees.set(routes, tree);
    const matches = matchRoutes(tree, page);
    return nameOf(matches?.at(-1)?.route.id);
  } catch {
    return "none";
  }
}

/** A route's name by Remix's id of it. */
export const nameOf = (id: string | undefined): string => (id === undefined || id === "root" ? "none" : id.replace(/^routes\//, ""));

function branchesUnder(routes: Routes, parentId?: string): Branch[] {
  return Object.values(routes)
    .filter((route) => route?.parentId === parentId)
    .map(({ id, path, index, caseSensitive }) =>
      index ? { id, path, index, caseSensitive } : { id, path, caseSensitive, children: branchesUnder(routes, id) },
    );
}
