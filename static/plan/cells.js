// Cells: where they are, what they say, who may change them. Everything else here imports this.

export const byId = (id) => document.getElementById(id);
export const copyOf = (id) => byId(id).content.firstElementChild.cloneNode(true);
export const on = (type, handler) => document.addEventListener(type, handler);

export const plan = byId("document");
export const outbox = byId("outbox");

/** A cell is a table's, a text's outside tables, or a checklist's box. */
export const CELL = "#document td, #document .cell, #document .mark";
const ASIDE = ".editor, .message, .flag";

export const isMark = (cell) => cell.matches(".mark");
export const inTable = (cell) => cell.cellIndex !== undefined;
export const rowOf = (cell) => cell.closest("[data-v]");
export const columnOf = (cell) => cell.cellIndex ?? Number(cell.dataset.column ?? 0);
export const placeOf = (cell) => [rowOf(cell).id, columnOf(cell)];

/** The cell at a place: swaps replace the elements, so a place is what one remembers. */
export function cellAt(rowId, column) {
  const row = byId(rowId);
  const cells = row?.cells ?? row?.querySelectorAll(".cell, .mark") ?? [];
  return [...cells].find((cell) => columnOf(cell) === column);
}

/** The element that says how a cell is edited: its column's header, or the block it fills. */
export function headerOf(cell) {
  return inTable(cell) ? cell.closest("table").tHead.rows[0].cells[cell.cellIndex] : rowOf(cell);
}

export function nameOf(cell) {
  if (!inTable(cell)) return cell.closest(".block").querySelector(".label")?.textContent;
  return `${headerOf(cell).textContent}, ${printed(rowOf(cell).cells[0])}`;
}

/** What a cell prints, without what is hung on it. */
export function printed(cell) {
  const own = [...cell.childNodes].filter((node) => !node.matches?.(ASIDE));
  return own.map((node) => node.textContent).join("");
}

/** The raw text that stands on the server, as far as this page knows. */
export function standing(cell) {
  if (cell.dataset.raw !== undefined) return cell.dataset.raw;
  if (isMark(cell)) return cell.defaultChecked ? "x" : " ";
  return printed(cell);
}

/** Whether the whole text is a placeholder, which is no text yet. */
export function isGhost(cell) {
  const ghost = cell.querySelector(":scope > .ghost");
  return ghost !== null && ghost.textContent === printed(cell);
}

/** Hangs a message on a cell; a checklist's box has its own beside the text. */
export function hang(message, cell) {
  (isMark(cell) ? cell.parentNode : cell).append(message);
}

export function unhang(cell) {
  const holder = isMark(cell) ? cell.parentNode : cell;
  holder.querySelectorAll(":scope > .message").forEach((message) => message.remove());
}

// --- Who may ----------------------------------------------------------------------------------------

const isKept = (cell) => [headerOf(cell), rowOf(cell)].some((part) => "readonly" in part.dataset);

export const mayRestructure = (row) => plan.dataset.editable === "yes" && !("readonly" in row.dataset);

export function mayEdit(cell) {
  if (isKept(cell)) return false;
  const { editable } = plan.dataset;
  return editable === "yes" || (editable === "operational" && "operational" in headerOf(cell).dataset);
}

/** Says beside the cell why not, and who could change that; the server would say the same. */
export function refuse(cell) {
  plan.querySelectorAll(".message[role=alert]").forEach((old) => old.remove());
  const note = copyOf("note");
  hang(note, cell);
  note.textContent = isKept(cell) ? "Plangate writes this itself." : plan.dataset.refusal;
}

// --- What the server leaves out, because it would be said four hundred times -------------------------

export function prepare(root) {
  const all = (selector) => [...(root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  all("#document td").forEach(prepareCell);
  all("#document table").forEach(prepareTable);
  all("#document .cell").forEach(prepareText);
  all("#document .mark").forEach((mark) => mark.setAttribute("aria-disabled", String(!mayEdit(mark))));
}

function prepareTable(table) {
  table.setAttribute("role", "grid");
  table.setAttribute("aria-readonly", String(plan.dataset.editable !== "yes"));
  [...table.tHead.rows[0].cells].forEach((header, index) => {
    table.style.setProperty(`--header-${index + 1}`, JSON.stringify(header.textContent));
  });
  table.querySelector("td")?.setAttribute("tabindex", "0");
}

function prepareCell(cell) {
  cell.tabIndex = -1;
  if (plan.dataset.editable === "operational" && mayEdit(cell)) cell.setAttribute("aria-readonly", "false");
}

function prepareText(cell) {
  cell.tabIndex = 0;
  cell.setAttribute("aria-describedby", "how-to-edit");
  if (!cell.matches(".field > *, .statement > *") || !nameOf(cell)) return;
  cell.setAttribute("role", "group");
  cell.setAttribute("aria-label", nameOf(cell));
}
