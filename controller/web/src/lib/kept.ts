/** How the browser's storage names a choice. */
export const keyOf = (name: string) => `loa.${name}`;

/** Small choices kept on this machine. A browser that keeps nothing (private window, full disk) only forgets them. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(keyOf(name));
  } catch {
    return null;
  }
}

export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(keyOf(name));
    else localStorage.setItem(keyOf(name), value);
  } catch {
    // Forgotten with the page, then.
  }
}
