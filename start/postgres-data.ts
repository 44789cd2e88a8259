/**
 * Makes an empty cluster for the Postgres that runs in browsers: to make one takes ten times as long as to begin with
 * it. A process of its own, started by a build with the folder of the packages (start/language-packages.ts).
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

type Module = {
  PGlite: { create(options: { dataDir: string }): Promise<{ dumpDataDir(kind: "none"): Promise<Blob> }> };
};

const [folder = "", file = ""] = process.argv.slice(2);
const { PGlite }: Module = await import(pathToFileURL(path.join(folder, "@electric-sql/pglite/dist/index.js")).href);
const database = await PGlite.create({ dataDir: "memory://" });
const data = await database.dumpDataDir("none");
writeFileSync(file, new Uint8Array(await data.arrayBuffer()));
process.exit();
