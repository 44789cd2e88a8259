import { Component, type ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { sessionPageWords } from "../../words/session-page.ts";

type Props = { part: "editor" | "panel"; children: ReactNode };

/** A part of the page that fails says so and offers a way on; the rest goes on working. */
export class PanelBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown) {
    reportError(error);
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const words = sessionPageWords.failed;
    return (
      <div
        role="alert"
        className="absolute inset-0 z-10 flex flex-col items-center justify-center gap-3 bg-ink-0 p-6 text-center text-ink-8"
      >
        <p>{words[this.props.part]}</p>
        <div className="flex gap-2">
          <Button size="small" onClick={() => this.setState({ failed: false })}>
            {words.retry}
          </Button>
          <Button size="small" kind="quiet" onClick={() => location.reload()}>
            {words.reload}
          </Button>
        </div>
      </div>
    );
  }
}
