/** What is said in the plays. None of it is in the benches. */
export const question = 'How do I get to the station?';

export const way = [
  'You leave by the side door and walk along the canal until you reach the green bridge.',
  'Then you cross it and follow the tram lines past the market.',
  'At the large clock you turn left, and the station is in front of you.',
];

export const wayThere = way.join(' ');
