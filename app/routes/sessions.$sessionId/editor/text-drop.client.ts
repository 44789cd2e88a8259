/** Text that is dragged from elsewhere and dropped on the editor. Monaco shows the place, and leaves the rest to us. */
import type { monaco } from "./monaco.client.ts";

/**
 * `onDrop` gets a text and where it was dropped, only while `mayWrite`. Files are left to the page. Returns a function
 * that ends this.
 */
export function takeTextDrops(
  element: HTMLElement,
  editor: monaco.editor.IStandaloneCodeEditor,
  mayWrite: () => boolean,
  onDrop: (text: string, position: monaco.Position) => void,
): () => void {
  const isText = ({ dataTransfer }: DragEvent) =>
    Boolean(dataTransfer?.types.includes("text/plain") && !dataTransfer.types.includes("Files"));

  function over(event: DragEvent) {
    if (!isText(event) || !event.dataTransfer) return;
    // Even where nothing may be written: otherwise the browser would open an address that is dropped on the page.
    event.preventDefault();
    event.dataTransfer.dropEffect = mayWrite() ? "copy" : "none";
  }
  function drop(event: DragEvent) {
    if (!isText(event)) return;
    event.preventDefault();
    const text = event.dataTransfer?.getData("text/plain");
    const position = editor.getTargetAtClientPoint(event.clientX, event.clientY)?.position;
    if (text && position && mayWrite()) onDrop(text, position);
  }
  element.addEventListener("dragover", over);
  element.addEventListener("drop", drop);
  return () => {
    element.removeEventListener("dragover", over);
    element.removeEventListener("drop", drop);
  };
}
