/**
 * Directions of imports, a line a folder: what its files may import besides themselves, and of what they may import
 * types only, because another process or another build has the code. `npm run lint` checks it, and that nothing goes in
 * circles.
 */
const LOOSE = "app/[^/]+\\.ts$";
const PAGES = "app/(?!server/|review/)";
const folders = {
  "protocol/": {},
  "migrations/": { values: ["db/"] },
  "db/": { values: ["protocol/"] },
  "observe/": { values: ["db/"] },
  "collab/": { values: ["protocol/", "db/", "observe/"] },
  "app/review/": { values: ["protocol/", "db/", "app/words/", LOOSE], types: ["app/server/"] },
  "app/server/": { values: ["protocol/", "db/", "observe/", "app/review/", "app/words/", LOOSE] },
  [PAGES]: { values: ["protocol/", "db/", "observe/"], types: ["app/server/", "app/review/"] },
  "start/": { values: ["db/", "observe/", "app/server/", "protocol/"] },
};

const below = (paths) => `^(${paths.join("|")})`;
const ours = below(["protocol/", "migrations/", "db/", "observe/", "collab/", "app/", "start/", "tests/"]);

module.exports = {
  forbidden: [
    ...Object.entries(folders).flatMap(([folder, { values = [], types = [] }]) => [
      {
        name: `what ${folder} may import`,
        severity: "error",
        from: { path: below([folder]) },
        to: { path: ours, pathNot: below([folder, ...values, ...types]) },
      },
      ...types.map((other) => ({
        name: `what ${folder} may import types of`,
        severity: "error",
        from: { path: below([folder]) },
        to: { path: below([other]), dependencyTypesNot: ["type-only"] },
      })),
    ]),
    {
      name: "no circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: "specify",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(build|tests)/" },
  },
};
