export const newEnergy = '';
