import { InvalidRequestError } from './quota-error.ts';

/** @throws InvalidRequestError unless it is a whole number from 1 to `atMost`. */
export function checkMost(most: number, atMost: number): void {
  if (Number.isInteger(most) && most >= 1 && most <= atMost) return;
  throw new InvalidRequestError('most', `${most} is none`, `Pass a whole number from 1 to ${atMost}.`);
}
