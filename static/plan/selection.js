// Rows that are chosen together, and what is done with them: set, delete, copy, paste.

import { actions, announce, byId, copyOf, on, plan, words } from "./base.js";
import { act, CELL, headerOf, inTable, isMark, keyOf, mayEdit, nameOf, open, placeOf, refuse, rowOf, save, standing } from "./cells.js";
import { closeEditor, widgetFor } from "./editor.js";
import { deleteRows, isForNewRow } from "./rows.js";
import { refusesOrder } from "./view.js";

const bar = copyOf("selection");
let block = null;
let keys = new Set();
let anchor = null;

const rowsIn = (part) => [...part.querySelectorAll("tbody > tr:not([hidden])")];

/** The chosen rows, in their order. */
export const chosen = () => (block ? rowsIn(plan).filter((row) => keys.has(row.id)) : []);

function choose(part, rows) {
  block = rows.length ? part.dataset.block : null;
  keys = new Set(rows.map((row) => row.id));
  show();
}

/** Marks the chosen rows, which may be other elements since a swap, and offers what can be done. */
export function show() {
  const rows = chosen();
  plan.querySelectorAll("[aria-selected=true]").forEach((row) => (row.ariaSelected = null));
  rows.forEach((row) => (row.ariaSelected = true));
  if (!rows.length) return bar.remove();
  const part = rows[0].closest("[data-block]");
  if (bar.parentNode !== part) part.append(bar);
  const said = `${rows.length} ${words.selected}`;
  const count = bar.querySelector(".count");
  if (count.textContent === said) return;
  count.textContent = said;
  announce(said);
}

const between = (part, from, to) => {
  const rows = rowsIn(part);
  const [start, end] = [rows.indexOf(from), rows.indexOf(to)].sort((a, b) => a - b);
  return rows.slice(Math.max(start, 0), end + 1);
};

/** Shift+Space chooses a row, Shift with an arrow more of them, Ctrl+A all, Escape none. */
export function selects({ key, shiftKey, ctrlKey, metaKey }, cell) {
  const row = rowOf(cell);
  const part = row.closest("[data-block]");
  if (key === "Escape" && block) choose(part, []);
  else if (!inTable(cell)) return false;
  else if (key === " " && shiftKey) pick(part, row, keys.has(row.id));
  else if ((ctrlKey || metaKey) && key === "a") choose(part, rowsIn(part));
  else if (shiftKey && (key === "ArrowDown" || key === "ArrowUp")) extend(part, row, cell, key === "ArrowDown" ? 1 : -1);
  else return false;
  return true;
}

function pick(part, row, isChosen) {
  const others = block === part.dataset.block ? chosen().filter((each) => each !== row) : [];
  anchor = row.id;
  choose(part, isChosen ? others : [...others, row]);
}

function extend(part, row, cell, by) {
  if (!block) anchor = row.id;
  const rows = rowsIn(part);
  const next = rows[rows.indexOf(row) + (block ? by : 0)] ?? row;
  choose(part, between(part, byId(anchor), next));
  next.cells[cell.cellIndex].focus();
}

/** Ctrl+click chooses a row besides, Shift+click all from the last one on. */
export function picks({ ctrlKey, metaKey, shiftKey }, cell) {
  if (!inTable(cell) || !(ctrlKey || metaKey || shiftKey)) {
    if (block) choose(null, []);
    return false;
  }
  const row = rowOf(cell);
  const part = row.closest("[data-block]");
  if (shiftKey && anchor) choose(part, between(part, byId(anchor), row));
  else pick(part, row, keys.has(row.id));
  cell.focus();
  return true;
}

// --- What is done with them

function askForText() {
  const [row] = chosen();
  const cells = [...row.cells].filter(mayEdit);
  if (!cells.length) return refuse(row.cells[0]);
  const dialog = byId("set");
  const column = dialog.querySelector("select");
  column.replaceChildren(...cells.map((cell) => new Option(headerOf(cell).firstChild?.data, cell.cellIndex)));
  column.onchange = () => {
    const widget = widgetFor(headerOf(row.cells[column.value]));
    widget.ariaLabel = "New text";
    dialog.querySelector(".widget").replaceChildren(widget);
  };
  column.onchange();
  dialog.showModal();
}

function setText() {
  const dialog = byId("set");
  const column = dialog.querySelector("select").value;
  const text = dialog.querySelector(".widget").firstElementChild.value;
  act("rows/set/", { rows: chosen().map(keyOf).join(), column, text }, () => {
    show();
    return chosen()[0]?.cells[column];
  });
}

Object.assign(actions, {
  "choose-text": askForText,
  "set-text": setText,
  "delete-rows": () => deleteRows(chosen()),
  "clear": () => {
    const [row] = chosen();
    choose(null, []);
    row?.cells[0].focus();
  },
});

// --- To and from a spreadsheet

const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

on("copy", (event) => {
  const cell = document.activeElement.closest(CELL);
  if (!cell || isMark(cell) || !getSelection().isCollapsed) return;
  const rows = chosen();
  const lines = rows.map((row) => [...row.cells].map((each) => quoted(standing(each))).join("\t"));
  event.clipboardData.setData("text/plain", rows.length ? lines.join("\n") : standing(cell));
  event.preventDefault();
});

/** The server takes a label of another spelling for the choice that it means. */
const hasChoices = (cell) => headerOf(cell).querySelector(":scope > template");

on("paste", (event) => {
  const cell = event.target.closest?.(CELL);
  const part = cell?.closest("[data-block]");
  if (isForNewRow(event)) return;
  const text = event.clipboardData.getData("text/plain");
  const isTable = part && (/\t|\n./.test(text) || hasChoices(cell)) && (inTable(cell) || !open.editor);
  if (!cell || isMark(cell) || (open.editor && !(isTable && text.includes("\t")))) return;
  event.preventDefault();
  if (!mayEdit(cell)) return refuse(cell);
  if (!isTable) return save(cell, text.replace(/\r?\n$/, ""));
  if (/\n./.test(text) && refusesOrder(cell)) return;
  closeEditor({ keep: false });
  const [id, column] = placeOf(cell);
  act(`blocks/${part.dataset.block}/paste/`, { row: id.slice(2), column, text });
});
