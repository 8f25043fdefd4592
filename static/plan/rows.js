// Rows come, go and move, and the focus goes where one would look for it.

import { actions, announce, byId, copyOf, on, plan, words } from "./base.js";
import { act, keyOf, mayRestructure, neighbour, open, printed, refuse, save } from "./cells.js";
import { openEditor } from "./editor.js";
import { refusesOrder } from "./view.js";

export const FIRST = "td, .cell";

/** One menu for all rows: it comes to where one points or stands. */
export const tools = copyOf("row-tools");

function offerTools(row) {
  const block = row.closest("[data-block]");
  const stands = tools.row === row.id && tools.parentNode === block;
  if (!mayRestructure(row) || stands || tools.contains(document.activeElement)) return;
  closeTools();
  tools.row = row.id;
  block.querySelector("[data-do=add]").before(tools);
  tools.style.top = `${row.getBoundingClientRect().top - block.getBoundingClientRect().top}px`;
  tools.firstElementChild.ariaLabel = `${words.actions} ${printed(row.querySelector(FIRST))}`;
}

const toolsRow = () => byId(tools.row);

export function closeTools() {
  if (tools.open && tools.contains(document.activeElement)) tools.firstElementChild.focus();
  tools.open = false;
}

for (const type of ["pointerover", "focusin"]) {
  on(type, ({ target }) => {
    const row = target.closest?.("#document [data-block] [id^=r-]");
    if (row) offerTools(row);
  });
}

/** The form of a row that is on its way, and the keys pressed meanwhile, which are meant for it. */
let adding = null;
let pressed = [];

/** Holds a key or a paste until the row is there; a click ends that, since it leads elsewhere. */
export function isForNewRow(event) {
  const { type, key, ctrlKey, metaKey } = event;
  if (!adding?.isConnected || open.editor || event.defaultPrevented || ((ctrlKey || metaKey) && key !== "Enter")) return false;
  if (key) pressed.push(new KeyboardEvent(type, event));
  else {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", event.clipboardData.getData("text/plain"));
    pressed.push(new ClipboardEvent(type, { bubbles: true, cancelable: true, clipboardData }));
  }
  event.preventDefault();
  return true;
}
on("pointerdown", () => (adding = null));

const textIn = ({ key, clipboardData }) => clipboardData?.getData("text/plain") ?? (key.length > 1 ? "" : key);

/** Does what the keys would have done; a browser does nothing by itself for keys that were held. */
async function replay(keys) {
  for (const [index, event] of keys.entries()) {
    await null;
    if (adding?.isConnected) return pressed.push(...keys.slice(index));
    if (!document.activeElement.dispatchEvent(event) || !open.editor || open.editor.options) continue;
    const { editor } = open;
    editor.value = event.key === "Backspace" ? editor.value.slice(0, -1) : editor.value + textIn(event);
  }
}

export function addRow(block, after) {
  closeTools();
  const keys = (pressed = []);
  const typed = () => keys.map(textIn).join("");
  adding = act(`blocks/${block.dataset.block}/rows/`, after ? { after: keyOf(after) } : {}, ({ added }, stayed) => {
    const cell = byId(`r-${added.row}`)?.querySelector(FIRST);
    if (!cell) return;
    if (!stayed) return typed() && save(cell, typed());
    cell.focus();
    openEditor(cell);
    if (open.editor) open.editor.fresh = added.group;
    replay(keys);
  });
  adding.typed = typed;
}

/** `focused` finds what to focus afterwards: the elements of now will be gone. */
export function moveRow(row, by, focused) {
  if (!mayRestructure(row)) return refuse(row.querySelector(FIRST));
  closeTools();
  if (refusesOrder(row)) return;
  act(`rows/${keyOf(row)}/move/`, { by }, () => {
    const moved = byId(row.id);
    offerTools(moved);
    const rows = [...moved.parentNode.children];
    announce(`Row ${rows.indexOf(moved) + 1} of ${rows.length}`);
    return focused();
  });
}

/** The focus goes to a neighbour. */
export function deleteRows(rows) {
  if (!rows.every(mayRestructure)) return refuse(rows[0].querySelector(FIRST));
  const last = rows[rows.length - 1];
  const next = neighbour(last, 1) ?? neighbour(rows[0], -1);
  const { block } = last.closest("[data-block]").dataset;
  closeTools();
  act("rows/delete/", { rows: rows.map(keyOf).join() }, () => {
    const cell = next && byId(next.id)?.querySelector(FIRST);
    return cell ?? plan.querySelector(`[data-block="${block}"] > [data-do=add]`);
  });
}

Object.assign(actions, {
  "add": (button) => addRow(button.closest("[data-block]")),
  "add-below": () => addRow(tools.parentNode, toolsRow()),
  "up": () => moveRow(toolsRow(), -1, () => tools.firstElementChild),
  "down": () => moveRow(toolsRow(), 1, () => tools.firstElementChild),
  "delete": () => deleteRows([toolsRow()]),
});

// --- Dragging, by the handle that opens the menu

let dragged = null;
const isHandle = ({ target }) => target === tools.firstElementChild;

/** How many rows the dragged one would move by, if it were dropped here; 0 where it cannot be. */
function distance({ target }) {
  const row = dragged && target.closest("[id^=r-]");
  const rows = row ? [...row.parentNode.children] : [];
  const from = rows.indexOf(byId(dragged));
  return from < 0 ? 0 : rows.indexOf(row) - from;
}

function markDrop(row, by) {
  plan.querySelector("[data-drop]")?.removeAttribute("data-drop");
  if (by) row.dataset.drop = by < 0 ? "above" : "below";
}

on("dragstart", (event) => {
  if (!isHandle(event)) return;
  dragged = tools.row;
  event.dataTransfer.setData("text/plain", "");
  event.dataTransfer.setDragImage(toolsRow(), 0, 0);
});

on("dragover", (event) => {
  if (!dragged) return;
  const by = distance(event);
  markDrop(event.target.closest("[id^=r-]"), by);
  if (by) event.preventDefault();
});

on("drop", (event) => {
  const by = distance(event);
  const id = dragged;
  if (!by) return;
  event.preventDefault();
  moveRow(byId(id), by, () => byId(id).querySelector(FIRST));
});

on("dragend", () => {
  dragged = null;
  markDrop();
});
