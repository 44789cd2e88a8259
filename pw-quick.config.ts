import base from "./playwright.config.ts";
export default { ...base, workers: 2, expect: { timeout: 30_000 }, use: { ...base.use, actionTimeout: 30_000 } };
