import { InvalidRequestError } from './quota-error.ts';

/** @throws InvalidRequestError unless it is a whole number from 6 to 120. */
export function checkMonths(months: number): void {
  if (Number.isInteger(months) && months >= 6 && months <= 120) return;
  throw new InvalidRequestError('months', `${months} can't be kept`, 'Pass a whole number from 6 to 120.');
}
