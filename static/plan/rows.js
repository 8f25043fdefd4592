// Rows: the answer is the whole section, and the focus goes where one would look for it.

import { actions, byId, copyOf, on, plan, toast } from "./base.js";
import { mayRestructure, printed, reasonOf, refuse, repaint, send, write } from "./cells.js";
import { openEditor } from "./editor.js";

const FIRST = "td, .cell";

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
  tools.querySelector("[data-do=delete]").textContent = "Delete";
}

for (const type of ["pointerover", "focusin"]) {
  on(type, ({ target }) => {
    const row = target.closest?.("#document [data-block] [data-v]");
    if (row) offerTools(row);
  });
}

/** Posts a change of `from`'s section; `then` is handed the new section and the rows known before. */
function restructure(from, path, values, then) {
  const { id } = from.closest(".section");
  const known = new Set([...byId(id).querySelectorAll("[data-v]")].map((row) => row.id));
  closeTools();
  const done = (form, status) => {
    form.remove();
    repaint(byId(id));
    if (status < 300) then(byId(id), known);
  };
  const failed = (form, status) => {
    form.remove();
    toast(`Not done: ${reasonOf(status)}`);
  };
  send(write(path, values, { place: () => byId(id), done, failed }));
}

function addRow(block, after) {
  const values = after ? { after: after.id.slice(2) } : {};
  restructure(block, `blocks/${block.dataset.block}/rows/`, values, (section, known) => {
    const row = [...section.querySelectorAll("[data-v]")].find((each) => !known.has(each.id));
    const cell = row?.querySelector(FIRST);
    cell?.focus();
    if (cell) openEditor(cell);
  });
}

/** `focused` finds what to focus afterwards: the elements of now will be gone. */
export function moveRow(row, by, focused) {
  if (!mayRestructure(row)) return refuse(row.querySelector(FIRST));
  restructure(row, `rows/${row.id.slice(2)}/move/`, { by }, () => {
    offerTools(byId(row.id));
    focused().focus();
  });
}

function deleteRow(row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const { block } = row.closest("[data-block]").dataset;
  restructure(row, `rows/${row.id.slice(2)}/delete/`, { seen: row.dataset.v }, () => {
    const cell = next && byId(next.id)?.querySelector(FIRST);
    (cell ?? plan.querySelector(`[data-block="${block}"] > [data-do=add]`)).focus();
  });
}

Object.assign(actions, {
  "add": (button) => addRow(button.closest("[data-block]")),
  "add-below": () => addRow(tools.parentNode, tools.row),
  "up": () => moveRow(tools.row, -1, () => tools.firstElementChild),
  "down": () => moveRow(tools.row, 1, () => tools.firstElementChild),
  "delete": confirmDelete,
});

function confirmDelete(button) {
  if (button.textContent === "Really delete?") deleteRow(tools.row);
  else button.textContent = "Really delete?";
}
