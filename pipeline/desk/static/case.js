// One case: fields lead to their crops, values are shown when asked for, decisions open a panel.
"use strict";

const root = document.getElementById("case");
const viewer = new Viewer(root);
const rows = [...root.querySelectorAll("[data-place]")];
const shower = document.getElementById("show");
let panel = null;
let picked = null;

function cropOf(row) {
  if (!row.dataset.crop) return null;
  const [x, y, angle, width, height] = row.dataset.crop.split(" ").map(Number);
  return { x, y, angle, width, height };
}

function pick(row) {
  picked = row;
  for (const one of rows) one.querySelector(".pick").setAttribute("aria-pressed", String(one === row));
  for (const box of root.querySelectorAll("[data-box]")) box.classList.toggle("on", box.dataset.box === row.dataset.place);
  row.scrollIntoView({ block: "nearest" });
  viewer.open(Number(row.dataset.in));
  const crop = cropOf(row);
  const strip = document.getElementById("strip");
  strip.classList.toggle("idle", !crop || !viewer.sheet.svg);
  if (!crop || !viewer.sheet.svg) return;
  viewer.sheet.lookAt(crop);
  strip.setAttribute("viewBox", `${-crop.width / 2} ${-crop.height / 2} ${crop.width} ${crop.height}`);
  strip.querySelector("g").setAttribute("transform", `rotate(${-crop.angle}) translate(${-crop.x} ${-crop.y})`);
  const image = strip.querySelector("image");
  image.setAttribute("width", viewer.sheet.width);
  image.setAttribute("height", viewer.sheet.height);
  image.setAttribute("href", root.dataset.picture + viewer.sheet.element.dataset.name);
}

async function posted(address, fields) {
  const body = new URLSearchParams([["csrf", root.dataset.csrf], ...fields]);
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.status === 401) { location.reload(); return null; }
  return answer.ok ? answer.json() : null;
}

async function toggleValues() {
  const on = shower.getAttribute("aria-pressed") !== "true";
  const told = on ? await posted(root.dataset.show, []) : null;
  if (on && !told) return;
  for (const one of root.querySelectorAll(".secret")) {
    one.dataset.mask ??= one.textContent;
    one.textContent = on ? told.under[Number(one.dataset.n)] : one.dataset.mask;
    one.classList.toggle("shown", on);
  }
  shower.setAttribute("aria-pressed", String(on));
  shower.querySelector("span").textContent = on ? shower.dataset.on : shower.dataset.off;
}

// what the officer wrote himself is not written over
async function writeMessage(form) {
  const text = form.querySelector("[data-wants=message]");
  if (!text || text.dataset.touched) return;
  const codes = [...form.querySelectorAll("[name=code]:checked")].map((box) => ["code", box.value]);
  const told = await posted(root.dataset.message, codes);
  if (told && !text.dataset.touched) text.value = told.message;
}

function open(name) {
  const wanted = document.getElementById(`panel-${name}`);
  if (!wanted) return;
  close();
  if (name === "correct") {
    if (!picked) return;
    wanted.elements.place.value = picked.dataset.place;
    document.getElementById("correct-name").textContent = picked.querySelector(".fieldname").textContent;
  }
  panel = wanted;
  panel.hidden = false;
  (name === "correct" ? panel.elements.value : panel.querySelector("button.main")).focus();
  writeMessage(panel);
}

function close() {
  if (panel) panel.hidden = true;
  panel = null;
}

function tick(number) {
  const box = panel.querySelectorAll("[name=code]")[number - 1];
  if (!box) return;
  box.checked = !box.checked;
  writeMessage(panel);
}

for (const row of rows) row.querySelector(".pick").addEventListener("click", () => pick(row));
for (const button of root.querySelectorAll("[data-panel]")) button.addEventListener("click", () => open(button.dataset.panel));
for (const button of root.querySelectorAll("[data-close]")) button.addEventListener("click", close);
for (const text of root.querySelectorAll("[data-wants]")) text.addEventListener("input", () => { text.dataset.touched = "1"; });
for (const box of root.querySelectorAll(".panel [name=code]")) box.addEventListener("change", () => writeMessage(box.form));
shower.addEventListener("click", toggleValues);

const PAN = { ArrowLeft: [-0.2, 0], ArrowRight: [0.2, 0], ArrowUp: [0, -0.2], ArrowDown: [0, 0.2] };
const TOOLS = { "+": "in", "=": "in", "-": "out", 0: "whole", r: "turn", s: "signs" };

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && panel) {
    close();
    root.querySelector(".viewer").focus();
    return;
  }
  if (event.key === "Enter" && event.ctrlKey && panel) {
    panel.requestSubmit();
    return;
  }
  if (!isFree(event)) return;
  const isScrolled = document.activeElement?.classList.contains("scroll");
  if (/^[1-9]$/.test(event.key)) {
    if (panel && panel.id !== "panel-correct") tick(Number(event.key));
    else if (!panel && rows[Number(event.key) - 1]) pick(rows[Number(event.key) - 1]);
  } else if (event.key === "t") toggleValues();
  else if (event.key === "c") open("correct");
  else if (event.key === "[" || event.key === "]") viewer.step(event.key === "]" ? 1 : -1);
  else if (event.key in TOOLS) viewer.act(TOOLS[event.key]);
  else if (event.key in PAN && !isScrolled && viewer.sheet) viewer.sheet.pan(...PAN[event.key]);
  else if (event.key === "Enter" && panel && !(document.activeElement instanceof HTMLButtonElement)) panel.requestSubmit();
  else return;
  event.preventDefault();
});

// a decision that was sent is not sent again while the next case is on its way
for (const form of root.querySelectorAll(".panel")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}

if (rows.length) pick(rows[0]);
else if (viewer.tabs.length) viewer.open(Number(viewer.tabs[0].dataset.document));
document.getElementById("content").focus();
