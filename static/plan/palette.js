// Find anything by Ctrl+K, and the list of shortcuts by ?.

import { actions, byId, on, openDialog } from "./base.js";
import { cellAt } from "./cells.js";

const KEY = "shortcuts";

/** Whether the keys that are this page's own, and not every table's, do anything. */
export function shortcutsOn() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

actions.find = async () => {
  if (await openDialog("find/")) activate(options()[0]);
};
actions.shortcuts = async () => {
  if (await openDialog("shortcuts/")) byId("shortcuts-on").checked = shortcutsOn();
};

on("keydown", (event) => {
  const { key, ctrlKey, metaKey, target } = event;
  if (target.id === "find") return step(event);
  const isText = target.matches("input:not(.mark), textarea, select");
  const wanted = (ctrlKey || metaKey) && key === "k" ? "find" : key === "?" && !isText && "shortcuts";
  if (!wanted || !shortcutsOn() || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  actions[wanted]();
});

const options = () => [...byId("found").querySelectorAll("[role=option]")];

/** The focus stays in the field, which tells what is active. */
function activate(option) {
  options().forEach((each) => (each.ariaSelected = each === option));
  byId("find").setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

/** Arrows go through what was found; Enter takes the active one, once it answers what was typed. */
function step(event) {
  const found = options();
  const at = found.findIndex((each) => each.ariaSelected === "true");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Enter" && !byId("found").ariaBusy) found[at]?.click();
  else if (by && found[at + by]) activate(found[at + by]);
  if (by || event.key === "Enter") event.preventDefault();
}

on("input", ({ target }) => {
  if (target.id === "find") byId("found").ariaBusy = "true";
});

on("htmx:afterSwap", ({ target }) => {
  if (target.id !== "found") return;
  target.ariaBusy = null;
  activate(options()[0]);
});

on("click", (event) => {
  const option = event.target.closest("#found [role=option]");
  if (!option) return;
  byId("dialog").close();
  const { row, column } = option.dataset;
  if (!row) return;
  event.preventDefault();
  const cell = cellAt(`r-${row}`, Number(column)) ?? byId(`r-${row}`);
  cell.scrollIntoView({ block: "center" });
  cell.focus({ preventScroll: true });
});

on("change", ({ target }) => {
  if (target.id !== "shortcuts-on") return;
  localStorage.setItem(KEY, target.checked ? "on" : "off");
});
