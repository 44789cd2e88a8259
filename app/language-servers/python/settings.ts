/** What basedpyright is told: it has no other settings, whatever files the session has. */
export const settings = {
  typeshedPath: "/typeshed",
  // Python's own in the runner: see docs/running.md.
  pythonVersion: "3.14",
  pythonPlatform: "Linux",
  // Its default asks for types everywhere; this one finds what will fail, in code that has none.
  typeCheckingMode: "basic",
  reportMissingImports: "warning",
};
