import { readFileSync } from "node:fs";
import path from "node:path";
import { build, type Plugin, type Rollup } from "vite";
import { framesVersion } from "../app/server/frames-version.ts";
import { addedLanguages, packagesFolder, resolvePackages } from "./language-packages.ts";

const SUFFIX = "?runner";
const DEV_PATH = "/@runner/";
const ADDED = "virtual:added-languages";

/** `runner-javascript-worker.js`, for `javascript/worker.ts`. */
const nameOf = (file: string) => `runner-${path.basename(path.dirname(file))}-${path.basename(file, ".ts")}.js`;

/** A worker, and all that it imports, as one script without imports. */
async function bundleRunner(root: string, file: string): Promise<string> {
  const [{ output }] = (await build({
    configFile: false,
    root,
    logLevel: "error",
    plugins: [resolvePackages(root)],
    // Where a package lies says nothing in a worker that was made of a text; some make addresses of it.
    define: { "import.meta.url": JSON.stringify("https://tandem.invalid/") },
    build: {
      write: false,
      target: "es2022",
      lib: { entry: file, formats: ["iife"], name: "runner" },
    },
  })) as [Rollup.RollupOutput];
  return output[0].code;
}

/**
 * `import address from "./worker.ts?runner"`: a worker for the frame in which code runs (app/runner/frame.js), as one
 * script: nothing can be loaded in there. The page fetches it and hands it on. What it needs for languages that were
 * added to this server is the module `virtual:added-languages`; which they are is in `import.meta.env.ADDED_LANGUAGES`.
 */
export function runnerScripts(root: string): Plugin {
  const added = addedLanguages(root);
  let isBuild = false;
  return {
    name: "tandem-runner-scripts",
    enforce: "pre",
    config() {
      const runners = added.flatMap((language) => language.runners);
      return {
        define: {
          "import.meta.env.ADDED_LANGUAGES": JSON.stringify(runners.join(" ")),
          "import.meta.env.FRAMES_VERSION": JSON.stringify(framesVersion()),
        },
      };
    },
    configResolved(config) {
      isBuild = config.command === "build";
    },
    buildStart() {
      for (const { make } of added) make?.(packagesFolder(root));
    },
    resolveId(source, importer) {
      if (source === ADDED) return `\0${ADDED}`;
      if (source.endsWith(SUFFIX) && importer) return path.resolve(path.dirname(importer), source);
    },
    async load(id) {
      if (id === `\0${ADDED}`) return moduleOfAdded();
      if (!id.endsWith(SUFFIX)) return;
      const file = id.slice(0, -SUFFIX.length);
      if (!isBuild) return `export default ${JSON.stringify(DEV_PATH + path.relative(root, file))};`;
      const reference = this.emitFile({ type: "asset", name: nameOf(file), source: await bundleRunner(root, file) });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
    /** The licences of what was added go along with it; those of all others do by `licences.ts`. */
    generateBundle() {
      if (this.environment.name !== "client") return;
      for (const { licences } of added)
        for (const [name, file] of Object.entries(licences)) {
          const source = readFileSync(path.join(file.startsWith("app/") ? root : packagesFolder(root), file));
          this.emitFile({ type: "asset", fileName: `licences/${name}`, source });
        }
    },
    configureServer({ middlewares }) {
      // Made anew for each request, so that an edit shows with the next page.
      middlewares.use(DEV_PATH, (request, response, next) => {
        bundleRunner(root, path.join(root, request.url ?? "")).then((code) => {
          response.setHeader("Content-Type", "text/javascript");
          response.end(code);
        }, next);
      });
    },
  };

  function moduleOfAdded(): string {
    const imports: string[] = [];
    const imported = (source: string) => `it${imports.push(source) - 1}`;
    const languages = added.flatMap(({ runners, worker, assets }) => {
      const script = imported(`${path.join(root, "app", "runner", worker)}${SUFFIX}`);
      const files = assets.map((file) => {
        const address = imported(`${path.join(packagesFolder(root), file)}?url`);
        return `${JSON.stringify(path.basename(file))}: ${address}`;
      });
      return runners.map((runner) => `${runner}: { script: ${script}, assets: { ${files.join(", ")} } }`);
    });
    return [
      ...imports.map((source, nth) => `import it${nth} from ${JSON.stringify(source)};`),
      `export const added = { ${languages.join(", ")} };`,
    ].join("\n");
  }
}
