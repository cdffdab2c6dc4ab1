// SPDX-License-Identifier: Apache-2.0
// Saves a few clicks in lists and forms; without this file every box can be ticked and every form sent by hand.
"use strict";

// One box ticks all rows of the page.
function tickAll(event) {
  if (!event.target.matches("[data-tick-all]")) return;
  for (const box of event.target.form.querySelectorAll("input[name=pk]")) box.checked = event.target.checked;
}

// Enter in a search box of a picker looks, and does not send the form around it.
function keepForm(event) {
  if (event.key === "Enter" && event.target.matches("[data-picks]")) event.preventDefault();
}

for (const box of document.querySelectorAll("[data-tick-all]")) box.hidden = false;
document.addEventListener("change", tickAll);
document.addEventListener("keydown", keepForm);
