import path from "node:path";
import { build, type Plugin, type Rollup } from "vite";

const SUFFIX = "?runner";
const DEV_PATH = "/@runner/";

/** `runner-javascript-worker.js`, for `javascript/worker.ts`. */
const nameOf = (file: string) => `runner-${path.basename(path.dirname(file))}-${path.basename(file, ".ts")}.js`;

/**
 * `import address from "./worker.ts?runner"`: a worker for the frame in which code runs (app/runner/frame.js), and all
 * that it imports, as one script without imports: nothing can be loaded in there. The page fetches it and hands it on.
 */
export function runnerScripts(root: string): Plugin {
  let isBuild = false;
  const bundle = async (file: string): Promise<string> => {
    const [{ output }] = (await build({
      configFile: false,
      root,
      logLevel: "error",
      // What a package finds out about where it lies says nothing in a worker that was made of a text.
      define: { "import.meta.url": JSON.stringify("blob:tandem/") },
      build: {
        write: false,
        target: "es2022",
        lib: { entry: file, formats: ["iife"], name: "runner" },
      },
    })) as [Rollup.RollupOutput];
    return output[0].code;
  };
  return {
    name: "tandem-runner-scripts",
    enforce: "pre",
    configResolved(config) {
      isBuild = config.command === "build";
    },
    resolveId(source, importer) {
      if (source.endsWith(SUFFIX) && importer) return path.resolve(path.dirname(importer), source);
    },
    async load(id) {
      if (!id.endsWith(SUFFIX)) return;
      const file = id.slice(0, -SUFFIX.length);
      if (!isBuild) return `export default ${JSON.stringify(DEV_PATH + path.relative(root, file))};`;
      const reference = this.emitFile({ type: "asset", name: nameOf(file), source: await bundle(file) });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
    configureServer({ middlewares }) {
      // Made anew for each request, so that an edit shows with the next page.
      middlewares.use(DEV_PATH, (request, response, next) => {
        bundle(path.join(root, request.url ?? "")).then((code) => {
          response.setHeader("Content-Type", "text/javascript");
          response.end(code);
        }, next);
      });
    },
  };
}
