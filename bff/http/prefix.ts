/** Where the API lives on its host. */
export const API_PREFIX = '/api/v1';
