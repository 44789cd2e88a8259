import type { Language } from "../language.ts";
import { makeExpect } from "./expect.ts";
import { Program } from "./program.ts";
import { describeError } from "./stack.ts";
import { TestSuite } from "./test-suite.ts";

const isTestFile = (path: string) => /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(path);

/** The tests of a file of tests; of any other file, all tests of the session. */
export const language: Language = {
  async prepare() {
    return async (job, io) => {
      const paths = new Set(job.files.map(({ path }) => path));
      const files = isTestFile(job.entry) ? [job.entry] : [...paths].filter(isTestFile).sort();
      const suite = new TestSuite(paths, (error) => describeError(error, paths));
      const found = { ...suite.globals(), ...makeExpect() };
      const program = new Program(job, io, {
        vitest: found,
        "@jest/globals": found,
        test: found,
        assert: found.assert,
      });
      Object.assign(globalThis, found);
      let failed = 0;
      const exitCode = await program.run(async () => {
        for (const file of files) await program.runEntry(file);
        ({ failed } = await suite.run((result) => io.piece(result)));
      });
      if (exitCode === 0 && suite.isEmpty) io.write("err", "There are no tests in a *.test.* file.\n");
      return exitCode || (failed > 0 || suite.isEmpty ? 1 : 0);
    };
  },
};
