import type { Attachment } from "svelte/attachments";

/**
 * Shows a native dialog while `isOpen`; Escape and a press beside it close it. The browser keeps the focus inside and brings it back.
 * @param shown called each time it opens
 */
export function modal(
  isOpen: () => boolean,
  close: () => void,
  shown: () => void = () => undefined,
): Attachment<HTMLElement> {
  return (element) => {
    if (!(element instanceof HTMLDialogElement)) return undefined;
    if (!isOpen()) {
      element.close();
      return undefined;
    }
    if (!element.open) element.showModal();
    shown();
    const listening = new AbortController();
    const { signal } = listening;
    element.addEventListener("close", close, { signal });
    element.addEventListener(
      "pointerdown",
      (event) => {
        if (event.target === element && !isInside(element, event)) close();
      },
      { signal },
    );
    return () => {
      listening.abort();
    };
  };
}

function isInside(element: HTMLElement, { clientX, clientY }: PointerEvent): boolean {
  const box = element.getBoundingClientRect();
  return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
}
