export const byId = (id) => document.getElementById(id);

/** An element with properties and children; texts are texts, never markup. */
export function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export function show(element, visible) {
  element.hidden = !visible;
}

/** Opens a dialog; resolves whether its "yes" was pressed. */
export function confirmIn(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = 'no';
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    dialog.showModal();
  });
}
