// Rows come, go and move, and the focus goes where one would look for it.

import { actions, announce, byId, copyOf, on, plan } from "./base.js";
import { act, keyOf, mayRestructure, open, printed, refuse } from "./cells.js";
import { openEditor } from "./editor.js";

export const FIRST = "td, .cell";

/** One menu for all rows: it comes to where one points or stands. */
export const tools = copyOf("row-tools");

function offerTools(row) {
  if (!mayRestructure(row) || tools.row === row || tools.contains(document.activeElement)) return;
  closeTools();
  const block = row.closest("[data-block]");
  tools.row = row;
  block.append(tools);
  tools.style.top = `${row.getBoundingClientRect().top - block.getBoundingClientRect().top}px`;
  tools.firstElementChild.setAttribute("aria-label", `Row actions: ${printed(row.querySelector(FIRST))}`);
}

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

/** The form of a row that is on its way, and what was typed meanwhile, which is meant for it. */
let adding = null;
let typed = "";

export function isForNewRow({ key, ctrlKey, metaKey }) {
  if (!adding?.isConnected || key.length > 1 || ctrlKey || metaKey) return false;
  typed += key;
  return true;
}

export function addRow(block, after) {
  closeTools();
  typed = "";
  adding = act(`blocks/${block.dataset.block}/rows/`, after ? { after: keyOf(after) } : {}, ({ added }) => {
    const cell = byId(`r-${added.row}`)?.querySelector(FIRST);
    cell?.focus();
    if (!cell) return;
    openEditor(cell);
    if (open.editor) Object.assign(open.editor, { fresh: added.group, value: typed });
  });
}

/** `focused` finds what to focus afterwards: the elements of now will be gone. */
export function moveRow(row, by, focused) {
  if (!mayRestructure(row)) return refuse(row.querySelector(FIRST));
  closeTools();
  act(`rows/${keyOf(row)}/move/`, { by }, () => {
    const moved = byId(row.id);
    offerTools(moved);
    focused().focus();
    const rows = [...moved.parentNode.children];
    announce(`Row ${rows.indexOf(moved) + 1} of ${rows.length}`);
  });
}

/** The focus goes to a neighbour. */
export function deleteRows(rows) {
  if (!rows.every(mayRestructure)) return refuse(rows[0].querySelector(FIRST));
  const last = rows[rows.length - 1];
  const next = last.nextElementSibling ?? rows[0].previousElementSibling;
  const { block } = last.closest("[data-block]").dataset;
  closeTools();
  act("rows/delete/", { rows: rows.map(keyOf).join() }, () => {
    const cell = next && byId(next.id)?.querySelector(FIRST);
    (cell ?? plan.querySelector(`[data-block="${block}"] > [data-do=add]`)).focus();
  });
}

Object.assign(actions, {
  "add": (button) => addRow(button.closest("[data-block]")),
  "add-below": () => addRow(tools.parentNode, tools.row),
  "up": () => moveRow(tools.row, -1, () => tools.firstElementChild),
  "down": () => moveRow(tools.row, 1, () => tools.firstElementChild),
  "delete": () => deleteRows([tools.row]),
});
