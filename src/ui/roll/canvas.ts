/** Draws with a context whose unit is the CSS pixel and whose picture is clear. */
export type Drawing = (context: CanvasRenderingContext2D, width: number, height: number) => void;

/** Draws on a canvas at the device's own pixels, at most once a frame. */
export interface Painter {
  /** Draws this in the next frame, in place of what was to be drawn then. */
  readonly draw: (drawing: Drawing) => void;
  readonly dispose: () => void;
}

/** Draws again whenever the canvas changes its size. */
export function createPainter(canvas: HTMLCanvasElement): Painter {
  const context = canvas.getContext("2d");
  let frame = 0;
  let drawing: Drawing | undefined;

  const paint = () => {
    frame = 0;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (!context || !drawing || width === 0 || height === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const deviceWidth = Math.round(width * ratio);
    const deviceHeight = Math.round(height * ratio);
    if (canvas.width !== deviceWidth) canvas.width = deviceWidth;
    if (canvas.height !== deviceHeight) canvas.height = deviceHeight;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    drawing(context, width, height);
  };
  const request = () => {
    if (frame === 0) frame = requestAnimationFrame(paint);
  };

  const sized = new ResizeObserver(request);
  sized.observe(canvas);
  return {
    draw: (next) => {
      drawing = next;
      request();
    },
    dispose: () => {
      sized.disconnect();
      cancelAnimationFrame(frame);
    },
  };
}

/** A line of one pixel that does not straddle two. */
export function crisp(value: number): number {
  return Math.round(value) + 0.5;
}
