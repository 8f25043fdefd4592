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

actions.find = () => openDialog("find/");
actions.shortcuts = async () => {
  await openDialog("shortcuts/");
  byId("shortcuts-on").checked = shortcutsOn();
};

on("keydown", (event) => {
  const { key, ctrlKey, metaKey, target } = event;
  const found = target.closest("#dialog")?.querySelectorAll("#found a");
  if (found?.length) return step(event, [...found]);
  const isText = target.matches("input:not(.mark), textarea, select");
  const wanted = (ctrlKey || metaKey) && key === "k" ? "find" : key === "?" && !isText && "shortcuts";
  if (!wanted || !shortcutsOn() || byId("dialog").open) return;
  event.preventDefault();
  actions[wanted]();
});

/** Arrows go through what was found; Enter in the field takes the first. */
function step(event, found) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = found.indexOf(event.target);
  if (event.key === "Enter" && at < 0) found[0].click();
  else if (!by) return;
  else (found[at + by] ?? byId("find")).focus();
  event.preventDefault();
}

on("click", (event) => {
  const link = event.target.closest("#found a");
  if (!link) return;
  byId("dialog").close();
  const { row, column } = link.dataset;
  if (!row) return;
  event.preventDefault();
  const cell = cellAt(`r-${row}`, Number(column)) ?? byId(`r-${row}`);
  cell.scrollIntoView({ block: "center" });
  cell.focus({ preventScroll: true });
});

on("change", ({ target }) => {
  if (target.id === "shortcuts-on") localStorage.setItem(KEY, target.checked ? "on" : "off");
});
