// Every page but a plan's: messages can be dismissed, and Ctrl+K leads to the search.
"use strict";

document.addEventListener("click", ({ target }) => {
  if (target.dataset.do === "dismiss") target.closest(".toast").remove();
});

function shortcutsOn() {
  try {
    return localStorage.getItem("shortcuts") !== "off";
  } catch {
    return true;
  }
}

document.addEventListener("keydown", (event) => {
  const search = document.querySelector("#q") ?? document.querySelector('a[href="/search/"]');
  if (!search || !(event.ctrlKey || event.metaKey) || event.key !== "k" || !shortcutsOn()) return;
  event.preventDefault();
  if (search.id) search.select();
  else search.click();
});
