// What every part of the plan's page stands on.

export const byId = (id) => document.getElementById(id);
export const copyOf = (id) => byId(id).content.firstElementChild.cloneNode(true);
export const on = (type, handler) => document.addEventListener(type, handler);

export const plan = byId("document");

/** What a button does, by its `data-do`; each part of the page adds its own. */
export const actions = {
  dismiss: (button) => button.closest(".toast").remove(),
};

/** Says something to whoever does not see the page. */
export const announce = (sentence) => (byId("announcement").textContent = sentence);

export function toast(sentence) {
  const message = copyOf("toast");
  message.firstElementChild.textContent = sentence;
  byId("toasts").append(message);
}
