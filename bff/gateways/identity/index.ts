/** The authority that knows whether a name and an ID number belong together. */
export interface IdentityGateway {
  /**
   * @returns true when they do; false for every other reason, never saying which.
   * @throws Problem IDENTITY_UNAVAILABLE
   */
  matches(name: string, idNumber: string): Promise<boolean>;
}
