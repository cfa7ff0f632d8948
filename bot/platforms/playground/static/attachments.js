// Files beside a message: chosen, listed by name, and sent before the message that they belong to.

import { upload } from "./doing.js";
import { button, el, icon, iconButton } from "./draw.js";
import { t } from "./state.js";

/** Files that a message may have. */
const MOST = 5;

/** `changed` is told when there are more or fewer of them. */
export class Attachments {
  constructor(changed) {
    this.changed = changed;
    this.files = [];
    this.input = el("input", { type: "file", multiple: true, accept: "image/*,.heic,.heif,.xlsx,.csv", hidden: true, tabindex: "-1", "aria-hidden": "true", on: { change: () => this.take() } });
    this.button = iconButton("clip", t("attach"), { on: { click: () => this.input.click() } });
    this.list = el("ul", { class: "attached", "aria-label": t("attached"), hidden: true });
  }

  take() {
    this.files = [...this.files, ...this.input.files].slice(0, MOST);
    this.input.value = "";
    this.draw();
  }

  draw() {
    this.list.hidden = this.files.length === 0;
    this.list.replaceChildren(
      ...this.files.map((file) =>
        el("li", {}, file.name, button("", { class: "quiet", "aria-label": t("detach", { name: file.name }), on: { click: () => this.drop(file) } }, icon("close"))),
      ),
    );
    this.changed();
  }

  drop(file) {
    this.files = this.files.filter((one) => one !== file);
    this.draw();
    this.button.focus();
  }

  /** The ids of the files once they are sent; null when that failed, and then they are still listed. */
  send() {
    return this.files.length ? upload(this.files) : [];
  }

  clear() {
    this.files = [];
    this.draw();
  }
}
