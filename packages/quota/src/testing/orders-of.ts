/** Every order in which these can come. */
export function ordersOf(items: number[]): number[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((first) => ordersOf(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}
