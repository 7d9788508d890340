export { createCipher } from './cipher';
