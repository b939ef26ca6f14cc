// Keys that every page has. A key works where nothing is being written, and never with Ctrl, Alt or Meta.
"use strict";

const isWriting = (element) =>
  element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement ||
  (element instanceof HTMLInputElement && element.type !== "checkbox");

const isFree = (event) => !event.ctrlKey && !event.altKey && !event.metaKey && !isWriting(event.target);

function openHelp() {
  const help = document.getElementById("help");
  if (help && !help.open) help.showModal();
}

function moveRow(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[next].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || !isFree(event) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    openHelp();
    return;
  }
  if (document.getElementById("rows")) {
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      moveRow(event.key === "j" ? 1 : -1);
      return;
    }
    if (event.key === "i") {
      const button = document.activeElement?.closest("tr")?.querySelector("form button");
      if (button) button.click();
      return;
    }
  }
  const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
  if (!found || found.disabled) return;
  event.preventDefault();
  if (isWriting(found)) found.focus();
  else found.click();
});

for (const opener of document.querySelectorAll("[data-open=help]")) opener.addEventListener("click", openHelp);
// what somebody filled in and did not send is not there when he comes back
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
