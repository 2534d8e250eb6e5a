/**
 * What somebody typed or pasted as the one line that the controller takes: a text field for a reason lets people begin new
 * lines, and Word and Excel bring tabs along that nobody sees. Pure.
 */
export function inOneLine(typed: string): string {
  return typed.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
