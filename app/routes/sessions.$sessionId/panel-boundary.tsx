import { Component, type ReactNode } from "react";
import { Button } from "../../ui/button.tsx";

type Props = { name: string; children: ReactNode };

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
    return (
      <div
        role="alert"
        className="absolute inset-0 z-10 flex flex-col items-center justify-center gap-3 bg-ink-0 p-6 text-center text-ink-8"
      >
        <p>{this.props.name} could not be shown. What was written is not affected.</p>
        <div className="flex gap-2">
          <Button size="small" onClick={() => this.setState({ failed: false })}>
            Retry
          </Button>
          <Button size="small" kind="quiet" onClick={() => location.reload()}>
            Reload the page
          </Button>
        </div>
      </div>
    );
  }
}
