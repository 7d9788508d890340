export { createCipher, SealBroken } from './cipher';
export type { PersonalDataCipher } from './personal-data';
