/**
 * How somebody has the page on this device: a cookie, so that the server draws it that way and nothing jumps. It holds
 * the open panel, its width, whether the files stand beside the code, how wide they are, whether the output of runs is
 * open, how high it is, and how wide a preview is: `chat.360.auto.220.hidden.240.480`. One from before there were
 * runs, or previews, ends before that.
 */
export const panels = ["chat", "people", "review", "search", "problems"] as const;
export type Panel = (typeof panels)[number];
/** `auto`: when there are more than a handful. */
const treeChoices = ["auto", "shown", "hidden"] as const;
export type TreeChoice = (typeof treeChoices)[number];

export type KeptLayout = {
  panel: Panel | undefined;
  panelPx: number;
  tree: TreeChoice;
  treePx: number;
  isOutputShown: boolean;
  outputPx: number;
  previewPx: number;
};

export const PANEL_PX = { min: 320, max: 480 };
export const TREE_PX = { min: 160, max: 400 };
/** Never more than a share of the page, either, whatever the page's height is (`running/run-dock.tsx`). */
export const OUTPUT_PX = { min: 120, max: 2_000 };
/** Nor this (`running/preview-dock.tsx`). */
export const PREVIEW_PX = { min: 240, max: 4_000 };
const standard: KeptLayout = {
  panel: "chat",
  panelPx: 360,
  tree: "auto",
  treePx: 220,
  isOutputShown: false,
  outputPx: 240,
  previewPx: 480,
};
const YEAR_SECONDS = 31_536_000;

export const within = ({ min, max }: { min: number; max: number }, px: number) => Math.min(max, Math.max(min, px));

/** What it does not say, or says in a way that nothing here writes, is as on the first visit. */
export function readLayout(cookieHeader: string | null): KeptLayout {
  const found =
    /(?:^|;\s*)layout=(\w+)\.(\d{1,4})\.(\w+)\.(\d{1,4})(?:\.(shown|hidden)\.(\d{1,4})(?:\.(\d{1,4}))?)?(?:;|$)/.exec(
      cookieHeader ?? "",
    );
  if (!found) return standard;
  const [, panel, panelPx, tree, treePx, output, outputPx = standard.outputPx, previewPx = standard.previewPx] = found;
  return {
    panel: panels.find((name) => name === panel),
    panelPx: within(PANEL_PX, Number(panelPx)),
    tree: treeChoices.find((choice) => choice === tree) ?? standard.tree,
    treePx: within(TREE_PX, Number(treePx)),
    isOutputShown: output === "shown",
    outputPx: within(OUTPUT_PX, Number(outputPx)),
    previewPx: within(PREVIEW_PX, Number(previewPx)),
  };
}

export function keepLayout(layout: KeptLayout) {
  const { panel = "none", tree, isOutputShown } = layout;
  const [panelPx, treePx, outputPx, previewPx] = [layout.panelPx, layout.treePx, layout.outputPx, layout.previewPx].map(
    Math.round,
  );
  const output = isOutputShown ? "shown" : "hidden";
  const value = [panel, panelPx, tree, treePx, output, outputPx, previewPx].join(".");
  document.cookie = `layout=${value}; Path=/; SameSite=Lax; Max-Age=${YEAR_SECONDS}`;
}
