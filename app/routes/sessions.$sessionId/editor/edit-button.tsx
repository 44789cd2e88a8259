import { Pencil } from "lucide-react";
import { Button } from "../../../ui/button.tsx";
import { useMayEdit } from "../connection/use-access.ts";
import { useReading } from "../layout-context.tsx";

/** On phones those who may edit read first. */
export function EditButton() {
  const mayEdit = useMayEdit();
  const { isReading, setIsReading } = useReading();
  if (!mayEdit || !isReading) return null;
  return (
    <Button size="small" kind="quiet" className="-mr-2.5" onClick={() => setIsReading(false)}>
      <Pencil size={14} aria-hidden="true" /> Edit
    </Button>
  );
}
