import type { SVGContext } from "vexflow/core";
import type { Vex } from "./load-engraver";

/** What the library draws with, and the groups that it drew by their ids: they have none on the page, where they would meet others. */
export interface Pen {
  readonly context: SVGContext;
  readonly groups: Map<string, SVGGElement>;
}

/** A pen for a drawing of its own. */
export function createPen(vex: Vex): Pen {
  const groups = new Map<string, SVGGElement>();
  /** Remembers its groups by their ids, and does not copy its state deeply for each sign. */
  class Context extends vex.SVGContext {
    override openGroup(cls?: string, id?: string): SVGGElement {
      const group = super.openGroup(cls, id);
      group.removeAttribute("id");
      if (id !== undefined) groups.set(id, group);
      return group;
    }
    override save(): this {
      this.stateStack.push({ state: { ...this.state }, attributes: { ...this.attributes } });
      return this;
    }
    override restore(): this {
      const saved = this.stateStack.pop();
      if (saved) ({ state: this.state, attributes: this.attributes } = saved);
      return this;
    }
    override pointerRect(): this {
      return this;
    }
  }
  return { context: new Context(document.createElement("div")), groups };
}
