import { Minus, Plus, SlidersHorizontal } from "lucide-react";
import { Menu, MenuCheck, MenuChoices, MenuRow, MenuSeparator, MenuStep } from "../../../ui/menu.tsx";
import { editorWords } from "../../../words/editor.ts";
import { changeOption, offered, tabSizes } from "./kept-options.ts";
import { usePane } from "./editor-context.tsx";
import { useFontSize } from "./use-font-size.ts";
import { useOptions } from "./use-options.ts";
import { useWrap } from "./use-wrap.ts";

/** How one wants the code on this device: it applies at once, and the menu stays open. Phones have no room for it. */
export function EditorMenu() {
  const words = editorWords.options;
  if (!usePane()) return null;
  return (
    <Menu
      align="end"
      aria-label={words.title}
      trigger={
        <button
          type="button"
          aria-label={words.title}
          title={words.title}
          className="-me-1 flex h-full items-center px-1 text-ink-8 hover:bg-ink-2 hover:text-ink-10 focus-visible:-outline-offset-2 max-md:hidden"
        >
          <SlidersHorizontal size={13} aria-hidden="true" />
        </button>
      }
    >
      <Lines />
    </Menu>
  );
}

function Lines() {
  const options = useOptions();
  const { isWrapped, toggle } = useWrap();
  const { fontSize, larger, smaller } = useFontSize();
  const words = editorWords.options;
  return (
    <>
      <MenuRow label={words.fontSize}>
        <MenuStep label={words.smaller} icon={Minus} onSelect={smaller} />
        <span className="min-w-8 text-center tabular-nums">{fontSize}</span>
        <MenuStep label={words.larger} icon={Plus} onSelect={larger} />
      </MenuRow>
      <MenuRow label={words.tabSize}>
        <MenuChoices
          label={words.tabSize}
          value={options.tabSize}
          options={tabSizes}
          onChoose={(size) => changeOption("tabSize", size)}
        />
      </MenuRow>
      <MenuSeparator />
      <MenuCheck isChecked={isWrapped} onChange={toggle}>
        {words.wrap}
      </MenuCheck>
      {offered(false).map((name) => (
        <MenuCheck key={name} isChecked={options[name]} onChange={(isOn) => changeOption(name, isOn)}>
          {words.switches[name].label}
        </MenuCheck>
      ))}
    </>
  );
}
