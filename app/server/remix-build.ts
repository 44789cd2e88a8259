/** Where pages come from: the build, or in development Vite, which compiles what is asked for. */
import type { ServerBuild } from "@remix-run/node";
import type { RequestHandler } from "express";
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import type { ViteDevServer } from "vite";
import { routeName } from "../route-names.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
export const CLIENT_FILES = `${root}build/client`;

/**
 * A Vite server that runs us, instead of the other way round: `remix vite:dev` (start/plain-vite.ts). It listens by
 * itself.
 */
export type Host = Pick<ViteDevServer, "ssrLoadModule"> & { httpServer: Server; middlewares: RequestHandler };

type Build = ServerBuild | (() => Promise<ServerBuild>);

export type RemixBuild = {
  build: Build;
  /** In development: serves the browser's files, in place of `build/client`. */
  files: RequestHandler | undefined;
  close: () => Promise<void>;
};

/** Opens the build, with a Vite of its own in development unless a `host` brings one. */
export async function openBuild({
  isDevelopment,
  host,
  server,
}: {
  isDevelopment: boolean;
  host: Host | undefined;
  server: Server;
}): Promise<RemixBuild> {
  const own = isDevelopment && !host ? await openVite(server) : undefined;
  const vite = host ?? own;
  if (vite)
    return {
      build: () => vite.ssrLoadModule("virtual:remix/server-build") as Promise<ServerBuild>,
      files: vite.middlewares,
      close: async () => own?.close(),
    };
  const build = (await import(/* @vite-ignore */ `${root}build/server/index.js`)) as ServerBuild;
  return { build, files: undefined, close: async () => {} };
}

const openVite = async (server: Server) => {
  const { createServer } = await import("vite");
  return createServer({ root, server: { middlewareMode: true, hmr: { server } }, appType: "custom" });
};

/** Names the route of each request in `locals.route`, for whoever counts them, and all routes in `locals.routes`. */
export const nameRoutes =
  (build: Build): RequestHandler =>
  async (request, response, next) => {
    // A page that does not compile, in development, is Remix' to show.
    const current = typeof build === "function" ? await build().catch(() => undefined) : build;
    if (current) response.locals.route = routeName(current.routes, request.path);
    response.locals.routes = current?.routes;
    next();
  };
