import { calculated, movable, type Reply, type Request } from "./calculations";

self.onmessage = ({ data: { id, name, given } }: MessageEvent<Request>) => {
  try {
    const result = calculated(name, given);
    post({ id, result }, movable({ name, result } as Parameters<typeof movable>[0]));
  } catch (error) {
    post({ id, message: String(error) });
  }
};

function post(reply: Reply, moved: ArrayBuffer[] = []): void {
  self.postMessage(reply, { transfer: moved });
}
