export { newToken, tokenHash } from '../db/tokens.js';
