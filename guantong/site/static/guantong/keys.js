// SPDX-License-Identifier: Apache-2.0
// Keys that save a reach for the mouse. Every one of them has a link or a button beside it.
"use strict";

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

function focusSearch(event) {
  const field = document.getElementById("search-all");
  if (field === null || field.offsetParent === null) return;
  event.preventDefault();
  field.focus();
  field.select();
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.gt-menu[open], details.gt-more[open]")) {
    if (menu.contains(except)) continue;
    menu.open = false;
  }
}

function closeMenuOfFocus() {
  const menu = document.activeElement.closest("details.gt-menu[open], details.gt-more[open]");
  closeMenus(null);
  if (menu !== null) menu.querySelector("summary").focus();
}

// The matrix is a table of links: arrows go from cell to cell, over cells that hold no light.
function cellBeside(cell, key) {
  const row = cell.parentElement;
  const column = cell.cellIndex;
  if (key === "ArrowLeft") return cell.previousElementSibling;
  if (key === "ArrowRight") return cell.nextElementSibling;
  const beside = key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
  return beside === null ? null : beside.cells[column];
}

function moveInMatrix(event) {
  let cell = event.target.closest(".gt-matrix tbody :is(td, th)");
  if (cell === null) return;
  if (event.key === "ArrowRight" && event.target.matches('.gt-twist[aria-expanded="false"]')) {
    event.preventDefault();
    event.target.click();
    return;
  }
  while ((cell = cellBeside(cell, event.key)) !== null && cell !== undefined) {
    const link = cell.querySelector("a");
    if (link === null) continue;
    event.preventDefault();
    link.focus();
    return;
  }
}

// The chosen duty and its card are brought into view, each inside its own pane; on a phone, where panes do not
// scroll, the card is brought to the reader who has just chosen it.
function showChosen(event) {
  for (const chosen of document.querySelectorAll(".gt-pane [aria-current='true']:is(.gt-duty, .gt-req-card)")) {
    const pane = chosen.closest(".gt-scroll, .gt-pane");
    const shift = chosen.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (pane.scrollHeight > pane.clientHeight + 1) {
      if (shift < 0 || shift > pane.clientHeight * 0.7) pane.scrollTop += shift - pane.clientHeight * 0.25;
    } else if (event !== undefined && chosen.matches(".gt-req-card")) {
      chosen.scrollIntoView({ block: "center" });
    }
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenuOfFocus();
  else if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  else if (event.key === "/") focusSearch(event);
  else if (event.key.startsWith("Arrow")) moveInMatrix(event);
});
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("htmx:afterSettle", showChosen);
showChosen();
