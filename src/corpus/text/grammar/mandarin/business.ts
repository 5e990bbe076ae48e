export const business = '';
