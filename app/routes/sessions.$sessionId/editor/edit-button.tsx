import { Pencil } from "lucide-react";
import { Button } from "../../../ui/button.tsx";
import { editorWords } from "../../../words/editor.ts";
import { useMayEdit } from "../connection/use-access.ts";
import { useReading } from "../layout-context.tsx";

/** On phones those who may edit read first. */
export function EditButton() {
  const mayEdit = useMayEdit();
  const { isReading, setIsReading } = useReading();
  if (!mayEdit || !isReading) return null;
  return (
    <Button size="small" kind="quiet" className="-me-2.5" onClick={() => setIsReading(false)}>
      <Pencil size={14} aria-hidden="true" /> {editorWords.edit}
    </Button>
  );
}
