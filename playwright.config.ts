import { availableParallelism } from "node:os";
import { defineConfig } from "playwright/test";
import { chromiumPath } from "./tests/support/chromium.ts";

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "*.test.ts",
  outputDir: "build/e2e",
  globalSetup: ["./tests/support/one-postgres.ts", "./tests/support/own-pages.ts"],
  // They wait for pages half of the time.
  workers: Math.min(availableParallelism() + 1, 6),
  // Time-outs end hangs and nothing else: the machine may be busy.
  timeout: 1_200_000,
  expect: { timeout: 120_000 },
  use: {
    // Without one a click on what never comes says nothing before the whole test is over, and toPass never tries again.
    actionTimeout: 120_000,
    navigationTimeout: 120_000,
    launchOptions: {
      executablePath: chromiumPath(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
