/** The Node releases that the native SQLite module and the test suite are known to work with. */
const OLDEST = [20, 19];
const NEWEST_MAJOR = 24;

/**
 * What to tell a person whose Node does not fit, or null when it does.
 * @param {string} version as `process.versions.node`
 * @returns {string | null}
 */
export function nodeTrouble(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const tooOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  if (!tooOld && major <= NEWEST_MAJOR) return null;
  return [
    `Loa Làng needs Node.js ${OLDEST.join('.')} up to ${NEWEST_MAJOR}; this is Node.js ${version}.`,
    `Install Node.js ${NEWEST_MAJOR} from https://nodejs.org (or: nvm install ${NEWEST_MAJOR}), then type the same command again.`,
  ].join('\n');
}
