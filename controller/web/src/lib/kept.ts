/** Small choices kept on this machine. A browser that keeps nothing (private window, full disk) only forgets them. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`loa.${name}`);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`loa.${name}`);
    else localStorage.setItem(`loa.${name}`, value);
  } catch {
    // Forgotten with the page, then.
  }
}
