/**
 * The names of our routes, as labels of metrics and spans: there are as many as files in app/routes, whatever visitors
 * ask for.
 */
import type { ServerBuild } from "@remix-run/node";
import { matchRoutes } from "@remix-run/react";

type Routes = ServerBuild["routes"];
type Branch = NonNullable<Parameters<typeof matchRoutes>[0]>[number];

const trees = new WeakMap<Routes, Branch[]>();

/**
 * Which route answers an address, `sessions.$sessionId` for example; `manifest` is Remix's own, `none` means no route.
 */
export function routeName(routes: Routes, pathname: string): string {
  return pathname === "/__manifest" ? "manifest" : nameOf(routeIds(routes, pathname).at(-1));
}

/** Remix' ids of the routes that answer an address, from the root to the page; none where none does. */
export function routeIds(routes: Routes, pathname: string): string[] {
  const page = pathname.replace(/\/_root\.data$/, "/").replace(/\.data$/, "");
  try {
    // The router would only warn, with the whole address.
    decodeURIComponent(page);
    const tree = trees.get(routes) ?? branchesUnder(routes);
    trees.set(routes, tree);
    return (matchRoutes(tree, page) ?? []).flatMap(({ route }) => route.id ?? []);
  } catch {
    return [];
  }
}

/** A route's name by Remix's id of it. */
export const nameOf = (id: string | undefined): string =>
  id === undefined || id === "root" ? "none" : id.replace(/^routes\//, "");

function branchesUnder(routes: Routes, parentId?: string): Branch[] {
  return Object.values(routes)
    .filter((route) => route?.parentId === parentId)
    .map(({ id, path, index, caseSensitive }) =>
      index ? { id, path, index, caseSensitive } : { id, path, caseSensitive, children: branchesUnder(routes, id) },
    );
}
