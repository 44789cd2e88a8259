/**
 * How somebody has the page on this device: a cookie, so that the server draws it that way and nothing jumps. It holds
 * the open panel, its width, whether the files stand beside the code, and how wide they are: `chat.360.auto.220`.
 */
export const panels = ["chat", "people", "review", "search"] as const;
export type Panel = (typeof panels)[number];
/** `auto`: when there are more than a handful. */
const treeChoices = ["auto", "shown", "hidden"] as const;
export type TreeChoice = (typeof treeChoices)[number];

export type KeptLayout = { panel: Panel | undefined; panelPx: number; tree: TreeChoice; treePx: number };

export const PANEL_PX = { min: 320, max: 480 };
export const TREE_PX = { min: 160, max: 400 };
const standard: KeptLayout = { panel: "chat", panelPx: 360, tree: "auto", treePx: 220 };
const YEAR_SECONDS = 31_536_000;

export const within = ({ min, max }: { min: number; max: number }, px: number) => Math.min(max, Math.max(min, px));

/** What it does not say, or says in a way that nothing here writes, is as on the first visit. */
export function readLayout(cookieHeader: string | null): KeptLayout {
  const found = /(?:^|;\s*)layout=(\w+)\.(\d{1,4})\.(\w+)\.(\d{1,4})(?:;|$)/.exec(cookieHeader ?? "");
  if (!found) return standard;
  const [, panel, panelPx, tree, treePx] = found;
  return {
    panel: panels.find((name) => name === panel),
    panelPx: within(PANEL_PX, Number(panelPx)),
    tree: treeChoices.find((choice) => choice === tree) ?? standard.tree,
    treePx: within(TREE_PX, Number(treePx)),
  };
}

export function keepLayout({ panel, panelPx, tree, treePx }: KeptLayout) {
  const value = [panel ?? "none", Math.round(panelPx), tree, Math.round(treePx)].join(".");
  document.cookie = `layout=${value}; Path=/; SameSite=Lax; Max-Age=${YEAR_SECONDS}`;
}
