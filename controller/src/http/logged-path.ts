/** A path as logs may hold it: the secret of a calendar's address opens it to whoever reads it there. Pure. */
export function loggedPath(path: string): string {
  return path.replace(/(\/calendar\/).*/i, '$1…');
}
