export const friends = '';
