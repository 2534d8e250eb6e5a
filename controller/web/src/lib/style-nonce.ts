/**
 * The Content-Security-Policy lets in only style elements that bear this answer's nonce. antd is told it; libraries
 * that add a style element without asking (scroll locks, players) are given it here.
 */
export function styleNonce(): string {
  const meta = document.querySelector('meta[property="csp-nonce"]');
  return meta instanceof HTMLElement ? meta.nonce : '';
}

export function giveStylesTheirNonce(nonce: string): void {
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
