export const assistant = '';
