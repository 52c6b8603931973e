import type { Attachment } from "svelte/attachments";

/**
 * Closes a panel that stands over the page when the person presses elsewhere, leaves it with the keyboard, or presses Escape, which
 * brings the focus back to the panel's button (the first in `host`).
 * @param isOpen read by the effect that attaches, so that nothing listens while the panel is closed
 */
export function flyout(isOpen: () => boolean, close: () => void): Attachment<HTMLElement> {
  return (host) => {
    if (!isOpen()) return undefined;
    const listening = new AbortController();
    const { signal } = listening;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !host.contains(event.target)) close();
    };
    document.addEventListener("pointerdown", outside, { signal, capture: true });
    document.addEventListener("focusin", outside, { signal });
    host.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        close();
        host.querySelector("button")?.focus();
      },
      { signal },
    );
    return () => {
      listening.abort();
    };
  };
}
