// Where a key leads, and a click.

import { actions, on } from "./base.js";
import { cellAt, CELL, headerOf, inTable, isMark, mayEdit, mayRestructure, neighbour, open, placeOf, rowOf, save, standing, takeRefusalAway } from "./cells.js";
import { closeEditor, LONG, openEditor } from "./editor.js";
import { shortcutsOn } from "./palette.js";
import { addRow, closeTools, deleteRows, isForNewRow, moveRow, tools } from "./rows.js";
import { chosen, picks, selects } from "./selection.js";
import { sortBy } from "./view.js";

function below(cell, by) {
  const row = rowOf(cell);
  const sibling = neighbour(row, by);
  return inTable(cell) ? sibling?.cells[cell.cellIndex] : sibling?.matches("li") && sibling.querySelector(".cell");
}

function beside(cell, by) {
  if (!inTable(cell)) return null;
  const cells = [...cell.closest("tbody").querySelectorAll("tr:not([hidden]) > td")];
  return cells[cells.indexOf(cell) + by];
}

function gridTarget({ key, ctrlKey, metaKey }, cell) {
  const row = rowOf(cell);
  const rows = row.parentNode.querySelectorAll("tr:not([hidden])");
  const far = ctrlKey || metaKey;
  const targets = {
    ArrowUp: () => below(cell, -1),
    ArrowDown: () => below(cell, 1),
    ArrowLeft: () => cell.previousElementSibling,
    ArrowRight: () => cell.nextElementSibling,
    Home: () => (far ? rows[0] : row).firstElementChild,
    End: () => (far ? rows[rows.length - 1] : row).lastElementChild,
  };
  return targets[key]?.();
}

/** Where one was in the document: what was there may be another element when a dialog closes. */
let here = null;

document.querySelectorAll("dialog").forEach((dialog) => {
  dialog.addEventListener("close", () => {
    const at = document.activeElement;
    if (here && (at === document.body || dialog.contains(at))) cellAt(...here)?.focus();
  });
});

on("focusin", ({ target }) => {
  const inside = target.closest(CELL);
  if (inside) here = placeOf(inside);
  if (!target.matches("#document td")) return;
  target.closest("table").querySelectorAll("td[tabindex='0']").forEach((other) => (other.tabIndex = -1));
  target.tabIndex = 0;
});

on("keydown", (event) => {
  takeRefusalAway();
  if (isForNewRow(event)) return;
  const { target, key } = event;
  if (open.editor && target === open.editor) editorKey(event);
  else if (target.matches(CELL) && !isMark(target)) cellKey(event, target);
  else if (key === "Escape" && tools.contains(target)) closeTools();
});

function editorKey(event) {
  const cell = open.editor.parentNode;
  const long = cell.closest(LONG) !== null;
  if (event.key === "Escape") leave(event, cell, cell, { keep: false });
  else if (addsRow(event, cell)) leave(event, cell, cell);
  else if (event.key === "Enter" && saves(event, long)) leave(event, cell, !long && below(cell, 1));
  else if (event.key === "Tab") leave(event, cell, beside(cell, event.shiftKey ? -1 : 1));
}

function saves(event, long) {
  if (event.isComposing) return false;
  return long ? event.ctrlKey || event.metaKey : !event.shiftKey;
}

/** Tab out of the last cell goes where the browser takes it from there. */
function leave(event, cell, next, options) {
  if (next || event.key !== "Tab") event.preventDefault();
  closeEditor(options);
  (next || cell).focus();
}

function cellKey(event, cell) {
  if (addsRow(event, cell)) return event.preventDefault();
  if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) return shortcutsOn() && moveByKey(event, cell);
  if (event.key === "Enter" || event.key === "F2" || ticks(event, cell)) {
    event.preventDefault();
    return openEditor(cell);
  }
  if (selects(event, cell)) return event.preventDefault();
  if (event.key === "Delete" || event.key === "Backspace") return clear(cell);
  if (types(event)) return openEmpty(cell);
  const target = inTable(cell) && gridTarget(event, cell);
  if (!target) return;
  event.preventDefault();
  target.focus();
}

/** Ctrl+Enter: a new row below. */
function addsRow({ key, ctrlKey, metaKey }, cell) {
  const block = cell.closest("[data-block]");
  if (key !== "Enter" || !(ctrlKey || metaKey) || !shortcutsOn() || !block || !mayRestructure(rowOf(cell))) return false;
  queueMicrotask(() => addRow(block, rowOf(cell)));
  return true;
}

const ticks = (event, cell) => event.key === " " && headerOf(cell).dataset.editor === "checkbox";
const types = ({ key, ctrlKey, metaKey, altKey }) =>
  key.length === 1 && key !== " " && !(key === "?" && shortcutsOn()) && !ctrlKey && !metaKey && !altKey;

/** Takes the chosen rows away, or else empties the cell. */
function clear(cell) {
  const rows = chosen();
  if (rows.length) deleteRows(rows);
  else if (!mayEdit(cell)) openEditor(cell);
  else if (standing(cell)) save(cell, "");
}

/** The key itself is then typed into the editor by the browser. */
function openEmpty(cell) {
  openEditor(cell);
  if (open.editor?.matches("textarea, [type=text]")) open.editor.value = "";
}

function moveByKey(event, cell) {
  const row = rowOf(cell);
  if (!row.closest("[data-block]")) return;
  event.preventDefault();
  const place = placeOf(cell);
  moveRow(row, event.key === "ArrowUp" ? -1 : 1, () => cellAt(...place));
}

on("click", (event) => {
  const { target } = event;
  takeRefusalAway();
  const button = target.closest("[data-do]");
  if (button) return actions[button.dataset.do]?.(button);
  if (target.matches("#document th")) return sortBy(target);
  if (!tools.contains(target)) closeTools();
  if (target.closest("a, button, input, select, textarea, summary, label")) return;
  const cell = target.closest(CELL);
  if (cell && picks(event, cell)) return;
  if (cell && getSelection().isCollapsed) openEditor(cell, { pointer: true });
});
