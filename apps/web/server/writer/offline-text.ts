const openings = [
  'Three boats went out before the rain.',
  'The harbour woke slowly that morning.',
  'Nobody had drawn the line higher than it was.',
  'At first light the quay was grey and full of small sounds.',
];
const middles = [
  'By noon two had turned back, their crews counting what the tide had left on deck.',
  'A clerk with a wet pencil wrote down every crate, and the list was never wrong.',
  'The mate looked at the mark on the hull and nodded: there was room for a little more.',
  'Somebody laughed on the far pier, and a bell answered from the water.',
];
const endings = [
  'When the fog lifted, everything that mattered had been counted.',
  'They tied up with a hand’s breadth to spare, which is how they liked it.',
  'The sea kept its own account, and for once the two agreed.',
  'In the evening the line was still dry, and so were they.',
];

/** A few sentences on a prompt: the same prompt gives the same text. It says itself that no model wrote it. */
export function offlineText(prompt: string): string {
  let hash = 7;
  for (const character of prompt) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  const pick = (from: string[], turn: number) => from[(hash >>> turn) % from.length];
  return [
    `On “${prompt}”, by the offline writer:`,
    pick(openings, 0),
    pick(middles, 3),
    pick(middles, 9) === pick(middles, 3) ? '' : pick(middles, 9),
    pick(endings, 6),
  ]
    .filter(Boolean)
    .join(' ');
}
