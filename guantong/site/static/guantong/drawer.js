// SPDX-License-Identifier: Apache-2.0
// The drawer holds what a figure link would open as a page. The dialog element keeps the focus, closes on Escape
// and gives the focus back to the figure; without this file the link simply opens the page.
"use strict";

const drawer = document.getElementById("drawer");

function openDrawer(event) {
  if (event.detail.target !== drawer || drawer.open) return;
  drawer.showModal();
}

// A click beside the drawer (on its backdrop) or on a link marked as its closing closes it.
function closeDrawer(event) {
  const closing = event.target.closest("[data-close]");
  if (closing !== null) event.preventDefault();
  if (closing !== null || event.target === drawer) drawer.close();
}

if (drawer !== null) {
  document.addEventListener("htmx:afterSwap", openDrawer);
  drawer.addEventListener("click", closeDrawer);
  drawer.addEventListener("close", () => drawer.replaceChildren());
}
