// What every part of the plan's page stands on.

export const byId = (id) => document.getElementById(id);
export const copyOf = (id) => byId(id).content.firstElementChild.cloneNode(true);
export const on = (type, handler) => document.addEventListener(type, handler);

export const plan = byId("document");

/** What the page says, which its template words. */
export const words = byId("words").dataset;

/** What a button does, by its `data-do`; each part of the page adds its own. */
export const actions = {
  dismiss: (button) => button.closest(".toast").remove(),
};

/** Says something to whoever does not see the page. */
export const announce = (sentence) => (byId("announcement").textContent = sentence);

/** Fills the page's one dialog from an address under the plan's and opens it; tells whether it could. */
export async function openDialog(path) {
  const dialog = byId("dialog");
  dialog.replaceChildren();
  await htmx.ajax("GET", plan.dataset.url + path, { target: dialog, swap: "innerHTML" }).catch(() => {});
  const filled = dialog.childElementCount > 0;
  if (filled) dialog.showModal();
  else toast(words.unopened);
  return filled;
}

export function toast(sentence) {
  const message = copyOf("toast");
  message.firstElementChild.textContent = sentence;
  byId("toasts").append(message);
}
