// A table as one wants to look at it, sorted and filtered: the plan, and what others see, stay as they are.

import { copyOf, on, toast, words } from "./base.js";
import { isGhost, printed } from "./cells.js";

/** The tools of a table by its block. They outlive the table, and what is chosen in them is the view. */
const views = new Map();
const { compare } = new Intl.Collator([], { numeric: true });

const rowsOf = (table) => [...table.tBodies[0].rows];
const idsOf = (rows) => rows.map(({ id }) => id);
const headersOf = (table) => [...table.tHead.rows[0].cells];
const viewOf = (part) => views.get(part.closest("[data-block]")?.dataset.block);

/** Gives new tables their tools, and the view that one had of them. */
export function arrange(root) {
  for (const table of root.querySelectorAll("[data-block] > table")) {
    const part = table.parentNode;
    const view = viewOf(part) ?? copyOf("view");
    if (!view.home && !table.rows[2]) continue;
    views.set(part.dataset.block, view);
    part.append(view);
    view.home = idsOf(rowsOf(table));
    offerOrders(view.elements.order, headersOf(table));
    lay(view);
  }
}

/** A column's orders are its number, from 1 on, or the negative for the order downwards. */
function offerOrders(order, headers) {
  const { value } = order;
  const orders = headers.flatMap(({ textContent, ariaLabel }, index) =>
    [1, -1].map((way) => new Option(`${textContent || ariaLabel} ${way > 0 ? "↑" : "↓"}`, way * (index + 1))),
  );
  order.replaceChildren(order.options[0], ...orders);
  order.value = value;
}

/** Puts the rows in order and hides those that are not wanted; a new row stays where it came. */
function lay(view) {
  const { order, filter, count } = view.elements;
  const table = view.parentNode.querySelector("table");
  const rows = rowsOf(table);
  const ids = order.value ? view.sorted : view.home;
  let last = -1;
  const places = new Map(rows.map(({ id }) => [id, (last = ids.includes(id) ? ids.indexOf(id) : last + 0.001)]));
  const sorted = rows.toSorted((one, other) => places.get(one.id) - places.get(other.id));
  if (sorted.some((row, index) => row !== rows[index])) table.tBodies[0].append(...sorted);
  rows.forEach((row) => (row.hidden = view.unwanted?.includes(row.id)));
  headersOf(table).forEach((header, index) => {
    const way = { [index + 1]: "ascending", [-index - 1]: "descending" }[order.value];
    header.ariaSort = way ?? null;
  });
  count.value = filter.value && `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows shown`;
}

function look(view) {
  const { order, filter } = view.elements;
  const rows = rowsOf(view.parentNode.querySelector("table"));
  const wanted = filter.value.toLowerCase();
  const isWanted = (row) =>
    row.querySelector("[data-state], [data-draft]") || [...row.cells].some((cell) => printed(cell).toLowerCase().includes(wanted));
  view.unwanted = idsOf(rows.filter((row) => !isWanted(row)));
  view.sorted = idsOf(rows.sort(comparison(order.value || 1)));
  lay(view);
}

const numberIn = (text) => Number(text.match(/^[^\w-]*(-?\d[\d,]*(?:\.\d+)?)\D*$/)?.[1].replaceAll(",", ""));

/** What is not filled in comes last, whichever the way. */
function comparison(order) {
  const textOf = ({ cells }) => {
    const cell = cells[Math.abs(order) - 1];
    return isGhost(cell) ? "" : printed(cell).trim();
  };
  return (...rows) => {
    const [one, other] = rows.map(textOf);
    return !one - !other || Math.sign(order) * (numberIn(one) - numberIn(other) || compare(one, other));
  };
}

on("input", ({ target: { form } }) => form?.matches(".view") && look(form));

/** Upwards, downwards, and as it stands in the plan. */
export function sortBy(header) {
  const view = viewOf(header);
  if (!view) return;
  const { order } = view.elements;
  const up = header.cellIndex + 1;
  order.value = { [up]: -up, [-up]: "" }[order.value] ?? up;
  look(view);
}

/** Where rows do not stand as they do in the plan, "two rows down" would mean something else there. */
export function refusesOrder(part) {
  const { order, filter } = viewOf(part)?.elements ?? {};
  const isArranged = Boolean(order?.value || filter?.value);
  if (isArranged) toast(words.arranged);
  return isArranged;
}
