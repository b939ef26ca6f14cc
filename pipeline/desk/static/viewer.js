// The document's picture: zoomed, turned and moved by what the SVG shows of it; nothing is computed on pixels.
"use strict";

class Sheet {
  constructor(element) {
    this.element = element;
    this.svg = element.querySelector("svg");
    this.width = Number(element.dataset.width);
    this.height = Number(element.dataset.height);
    this.reset();
  }

  reset() {
    this.scale = 1;
    this.turn = 0;
    this.x = this.width / 2;
    this.y = this.height / 2;
  }

  load(folder) {
    if (!this.svg || this.asked) return;
    this.asked = true;
    const image = this.svg.querySelector("image");
    const line = this.element.querySelector(".loading");
    image.addEventListener("load", () => { line.hidden = true; });
    image.addEventListener("error", () => { line.textContent = document.getElementById("case").dataset.failed; });
    image.setAttribute("href", folder + this.element.dataset.name);
  }

  // a point of the picture, where it lies after the turn about its middle
  turned(x, y) {
    const angle = (this.turn * Math.PI) / 180;
    const [dx, dy] = [x - this.width / 2, y - this.height / 2];
    return [
      this.width / 2 + dx * Math.cos(angle) - dy * Math.sin(angle),
      this.height / 2 + dx * Math.sin(angle) + dy * Math.cos(angle),
    ];
  }

  draw() {
    if (!this.svg) return;
    const lying = this.turn % 180 !== 0;
    const wide = (lying ? this.height : this.width) / this.scale;
    const tall = (lying ? this.width : this.height) / this.scale;
    const [x, y] = this.turned(this.x, this.y);
    this.svg.setAttribute("viewBox", `${x - wide / 2} ${y - tall / 2} ${wide} ${tall}`);
    this.svg.querySelector("g").setAttribute(
      "transform", `rotate(${this.turn} ${this.width / 2} ${this.height / 2})`);
  }

  zoom(factor) {
    this.scale = Math.min(Math.max(this.scale * factor, 0.5), 20);
    this.draw();
  }

  // right and down as it is seen, in shares of what is shown
  pan(right, down) {
    const angle = (-this.turn * Math.PI) / 180;
    const side = Math.min(this.width, this.height) / this.scale;
    const [dx, dy] = [right * side, down * side];
    this.x = Math.min(Math.max(this.x + dx * Math.cos(angle) - dy * Math.sin(angle), 0), this.width);
    this.y = Math.min(Math.max(this.y + dx * Math.sin(angle) + dy * Math.cos(angle), 0), this.height);
    this.draw();
  }

  lookAt(crop) {
    [this.x, this.y] = [crop.x, crop.y];
    this.turn = ((Math.round(-crop.angle / 90) * 90) % 360 + 360) % 360;
    const wide = this.turn % 180 ? this.height : this.width;
    this.scale = Math.min(Math.max((wide / crop.width) * 0.55, 1), 6);
    this.draw();
  }
}

class Viewer {
  constructor(root) {
    this.root = root;
    this.frame = root.querySelector(".viewer");
    this.sheets = new Map([...root.querySelectorAll("[data-sheet]")].map((e) => [Number(e.dataset.sheet), new Sheet(e)]));
    this.tabs = [...root.querySelectorAll("[data-document]")];
    for (const tab of this.tabs) tab.addEventListener("click", () => this.open(Number(tab.dataset.document)));
    for (const tool of root.querySelectorAll("[data-do]")) tool.addEventListener("click", () => this.act(tool.dataset.do));
    this.follow();
  }

  get sheet() { return this.sheets.get(this.at); }

  open(number) {
    if (!this.sheets.has(number)) return;
    this.at = number;
    for (const [n, sheet] of this.sheets) sheet.element.hidden = n !== number;
    for (const tab of this.tabs) tab.setAttribute("aria-pressed", String(Number(tab.dataset.document) === number));
    this.sheet.load(this.root.dataset.picture);
    this.sheet.draw();
  }

  step(by) {
    const all = [...this.sheets.keys()];
    this.open(all[(all.indexOf(this.at) + by + all.length) % all.length]);
  }

  act(what) {
    if (!this.sheet) return;
    if (what === "in") this.sheet.zoom(1.4);
    if (what === "out") this.sheet.zoom(1 / 1.4);
    if (what === "whole") { this.sheet.reset(); this.sheet.draw(); }
    if (what === "turn") { this.sheet.turn = (this.sheet.turn + 90) % 360; this.sheet.draw(); }
    if (what === "signs") {
      const off = this.root.classList.toggle("nosigns");
      this.root.querySelector("[data-do=signs]").setAttribute("aria-pressed", String(!off));
    }
  }

  // wheel and dragging, by mouse or finger
  follow() {
    this.frame.addEventListener("wheel", (event) => {
      event.preventDefault();
      if (this.sheet) this.sheet.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
    }, { passive: false });
    let last = null;
    this.frame.addEventListener("pointerdown", (event) => {
      last = [event.clientX, event.clientY];
      this.frame.setPointerCapture(event.pointerId);
    });
    this.frame.addEventListener("pointermove", (event) => {
      if (!last || !this.sheet) return;
      const side = Math.min(this.frame.clientWidth, this.frame.clientHeight) || 1;
      this.sheet.pan((last[0] - event.clientX) / side, (last[1] - event.clientY) / side);
      last = [event.clientX, event.clientY];
    });
    for (const end of ["pointerup", "pointercancel"]) this.frame.addEventListener(end, () => { last = null; });
  }
}
