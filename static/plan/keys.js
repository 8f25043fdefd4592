// Keys and clicks. Tables follow the ARIA grid pattern: one tab stop each, arrows within.

import { CELL, cellAt, headerOf, inTable, isMark, on, placeOf, rowOf } from "./cells.js";
import { closeEditor, openEditor } from "./editor.js";
import { discard, failedForms, formOf, open, retry, save, showStatus } from "./outbox.js";
import { addRow, closeTools, deleteRow, moveRow, tools } from "./rows.js";

/** Texts in which Enter is a new line. */
const LONG = ".prose, .statement, .diagram";

// --- Where a key leads ------------------------------------------------------------------------------

function below(cell, by) {
  const row = rowOf(cell);
  const sibling = by > 0 ? row.nextElementSibling : row.previousElementSibling;
  return inTable(cell) ? sibling?.cells[cell.cellIndex] : sibling?.matches("li") && sibling.querySelector(".cell");
}

/** The next cell sideways, which goes on into the next row. */
function beside(cell, by) {
  if (!inTable(cell)) return null;
  const cells = [...cell.closest("tbody").querySelectorAll("td")];
  return cells[cells.indexOf(cell) + by];
}

function gridTarget({ key, ctrlKey, metaKey }, cell) {
  const row = rowOf(cell);
  const { rows } = row.parentNode;
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

on("focusin", ({ target }) => {
  if (!target.matches("#document td")) return;
  target.closest("table").querySelectorAll("td[tabindex='0']").forEach((other) => (other.tabIndex = -1));
  target.tabIndex = 0;
});

// --- Keys -------------------------------------------------------------------------------------------

on("keydown", (event) => {
  const { target, key } = event;
  if (open.editor && target === open.editor) editorKey(event);
  else if (target.matches(CELL) && !isMark(target)) cellKey(event, target);
  else if (key === "Escape" && tools.contains(target)) closeTools();
});

function editorKey(event) {
  const cell = open.editor.parentNode;
  const long = cell.closest(LONG) !== null;
  if (event.key === "Escape") leave(event, cell, cell, { keep: false });
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
  if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) return moveByKey(event, cell);
  if (event.key === "Enter" || event.key === "F2" || ticks(event, cell)) {
    event.preventDefault();
    return openEditor(cell);
  }
  if (types(event)) return openEmpty(cell);
  const target = inTable(cell) && gridTarget(event, cell);
  if (!target) return;
  event.preventDefault();
  target.focus();
}

const ticks = (event, cell) => event.key === " " && headerOf(cell).dataset.editor === "checkbox";
const types = ({ key, ctrlKey, metaKey, altKey }) => key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;

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

// --- Clicks -----------------------------------------------------------------------------------------

const cellOf = (button) => button.closest(CELL) ?? button.closest("li").querySelector(".mark");

const actions = {
  "add": (button) => addRow(button.closest("[data-block]")),
  "add-below": () => addRow(tools.parentNode, tools.row),
  "up": () => moveRow(tools.row, -1, () => tools.firstElementChild),
  "down": () => moveRow(tools.row, 1, () => tools.firstElementChild),
  "delete": confirmDelete,
  "retry": (button) => retry([formOf(cellOf(button))]),
  "retry-all": () => retry(failedForms()),
  "discard": (button) => discard(formOf(cellOf(button))),
  "mine": keepMine,
  "theirs": takeTheirs,
};

function confirmDelete(button) {
  if (button.textContent === "Really delete?") deleteRow(tools.row);
  else button.textContent = "Really delete?";
}

function keepMine(button) {
  const cell = cellOf(button);
  save(cell, cell.dataset.draft);
  cell.focus();
}

function takeTheirs(button) {
  const cell = cellOf(button);
  cell.replaceChildren(...cell.querySelector(".theirs").childNodes);
  delete cell.dataset.state;
  delete cell.dataset.draft;
  cell.focus();
  showStatus();
}

on("click", ({ target }) => {
  const button = target.closest("[data-do]");
  if (button) return actions[button.dataset.do]?.(button);
  if (!tools.contains(target)) closeTools();
  if (target.closest("a, button, input, select, textarea, summary, label")) return;
  const cell = target.closest(CELL);
  if (cell && getSelection().isCollapsed) openEditor(cell, { pointer: true });
});
