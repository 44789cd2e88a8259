import { existsSync } from "node:fs";
import type { IncomingMessage, Server } from "node:http";
import path from "node:path";
import { register } from "prom-client";
import type { Connect, Plugin } from "vite";
import type { Host } from "../app/server/remix-build.ts";
import { sentenceOf } from "./problem.ts";
import { startsAgain } from "./restart-on-edit.ts";

type WebProcess = typeof import("../app/server/server.ts");
type Settings = typeof import("../app/server/env.ts");

/**
 * Lets Remix' own command, `remix vite:dev`, do what `npm run dev` does beside a `npm run dev:collab`: our Express app
 * answers in it, with the headers, the limits and the load context that every page needs, and pipes /collab. Settings
 * also come from `.env`. Nothing happens where Vite is part of our own server (`npm run dev`), or builds.
 */
export function plainVite(root: string): Plugin {
  return {
    name: "tandem-plain-vite",
    apply: "serve",
    config({ server }) {
      if (server?.middlewareMode) return;
      const settingsFile = path.join(root, ".env");
      if (existsSync(settingsFile)) process.loadEnvFile(settingsFile);
      // On a port other than the one in people's address bar every form would be refused.
      const port = Number(process.env.PORT || portOf(process.env.APP_ORIGIN));
      return port ? { server: { port, strictPort: true } } : undefined;
    },
    configureServer(vite) {
      const { httpServer, config, middlewares } = vite;
      if (config.server.middlewareMode || !httpServer) return;
      /** Where a request goes on if Vite does not answer it. */
      const ways = new WeakMap<IncomingMessage, Connect.NextFunction>();
      const web = Promise.withResolvers<Awaited<ReturnType<WebProcess["startWeb"]>>>();
      const start = async () => {
        const { startWeb } = (await vite.ssrLoadModule("/app/server/server.ts")) as WebProcess;
        const { readEnv } = (await vite.ssrLoadModule("/app/server/env.ts")) as Settings;
        // These belong to the server from before an edit.
        register.clear();
        const host: Host = {
          httpServer: httpServer as Server,
          ssrLoadModule: vite.ssrLoadModule,
          middlewares: (request, response, next) => {
            ways.set(request, next);
            middlewares(request, response, next);
          },
        };
        web.resolve(await startWeb(readEnv({ ...process.env, NODE_ENV: "development" }), { host }));
      };
      // Remix makes a second server of this configuration, which never listens.
      httpServer.once("listening", () => {
        start().catch((error: unknown) => {
          config.logger.error(`\n  ${sentenceOf(error)}`);
          process.exit(1);
        });
        vite.watcher.on("change", (file) => {
          if (startsAgain("web", path.relative(root, file))) void vite.restart();
        });
        httpServer.once("close", () => void web.promise.then(({ stop }) => stop()));
      });
      middlewares.use((request, response, next) => {
        if (ways.has(request)) return next();
        web.promise.then(({ app }) => void app(request as never, response as never, next), next);
      });
      return () => {
        // Before Remix' own handler, which knows no load context.
        middlewares.use((request, _response, next) => (ways.get(request) ?? next)());
      };
    },
  };
}

const portOf = (origin: string | undefined) => (origin && URL.canParse(origin) ? new URL(origin).port : undefined);
