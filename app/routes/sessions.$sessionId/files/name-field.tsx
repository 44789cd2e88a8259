import { tidyPath } from "../../../../protocol/paths.ts";
import { nameProblem } from "../../../name-problem.ts";
import { usePane } from "../editor/editor-context.tsx";
import { useIsPhone } from "../layout-context.tsx";
import { FileNameField } from "./file-name-field.tsx";
import { checkName } from "./file-names.ts";
import { useFiles } from "./files-context.tsx";
import { type Naming, useNaming } from "./naming-context.tsx";
import { useFileActions } from "./use-file-actions.ts";

/** The field for the name that is being typed: of a new file, a file or a folder. */
export function NameField({ naming, className }: { naming: Naming; className?: string }) {
  const files = useFiles();
  const { setNaming } = useNaming();
  const actions = useFileActions();
  const pane = usePane();
  const isPhone = useIsPhone();
  const field = fieldFor(naming);
  return (
    <FileNameField
      {...field}
      className={className}
      onCancel={() => setNaming(undefined)}
      // What was done here is done: the next key is meant for the text.
      onLeave={() => isPhone || pane?.focus()}
      onName={(path) => {
        field.take(path);
        setNaming(undefined);
      }}
    />
  );

  function fieldFor(wanted: Naming) {
    if ("newIn" in wanted)
      return {
        initial: wanted.newIn && `${wanted.newIn}/`,
        check: (input: string) => checkName(input, files),
        take: actions.add,
      };
    if ("folder" in wanted)
      return {
        initial: wanted.folder,
        check: checkFolder,
        take: (path: string) => actions.renameFolder(wanted.folder, path),
      };
    const { fileId } = wanted;
    return {
      initial: files.find(({ id }) => id === fileId)?.path ?? "",
      check: (input: string) => checkName(input, files, fileId),
      take: (path: string) => actions.rename(fileId, path),
    };
  }
}

/** Its files' names are checked when they get them. */
function checkFolder(input: string) {
  const path = tidyPath(input);
  const problem = nameProblem(path);
  return problem === undefined ? { path } : { problem };
}
