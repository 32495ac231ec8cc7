// An element from its parts. Text goes in as text, never as markup.
export function make(tag, { text, children = [], on, ...attributes } = {}) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  if (on) element.addEventListener("click", on);
  return element;
}
