// Rows: adding, moving and deleting them. The answer is the whole section, and the focus goes where
// one would look for it.

import { byId, copyOf, mayRestructure, on, plan, printed, refuse } from "./cells.js";
import { openEditor } from "./editor.js";
import { reasonOf, repaint, send, write } from "./outbox.js";

const FIRST = "td, .cell";

/** One menu for all rows, brought to the row that one points at or stands in. */
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

function toast(sentence) {
  const message = copyOf("toast");
  message.firstElementChild.textContent = sentence;
  byId("toasts").append(message);
}

export function addRow(block, after) {
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

export function deleteRow(row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const { block } = row.closest("[data-block]").dataset;
  restructure(row, `rows/${row.id.slice(2)}/delete/`, { seen: row.dataset.v }, () => {
    const cell = next && byId(next.id)?.querySelector(FIRST);
    (cell ?? plan.querySelector(`[data-block="${block}"] .add`)).focus();
  });
}
