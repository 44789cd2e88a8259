import type { Scenario } from "./scenario.ts";
export const idle: Scenario = { name: "idle", title: "", run: async () => [] };
