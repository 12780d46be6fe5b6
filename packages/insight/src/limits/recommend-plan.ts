import type { Forecast } from '../forecast/forecast.ts';
import { InvalidSeriesError } from '../series.ts';
import { checkAmounts } from './days-until.ts';
import { probabilityOf, totalAt } from './total.ts';

/** A plan as far as its fit is concerned. */
export interface PlanOffer {
  readonly name: string;
  /** What it costs a period, in the smallest unit of any one currency; 0 and more. */
  readonly price: number;
  /** What a period allows of each meter; a meter that isn't named is without a limit. */
  readonly limits: Readonly<Record<string, number>>;
}

/** Which plan to take, and how likely each is to last. */
export interface PlanAdvice {
  /** The cheapest that lasts with the confidence asked for; where none does, the one most likely to. */
  readonly plan: string;
  /** Probability, 0 … 1, that it lasts for the coming period. */
  readonly probability: number;
  /** Whether that is at least the confidence asked for. */
  readonly isEnough: boolean;
  /** All plans with their probability, in the order given. */
  readonly plans: readonly { readonly name: string; readonly probability: number }[];
}

/**
 * Recommends a plan for a period as long as the forecasts.
 *
 * Meters are taken to be independent: where they rise together, a plan is likelier to last than said.
 *
 * @param offers one at least.
 * @param facts.forecasts by meter, each over one whole period.
 * @param facts.confidence how likely the plan shall last, above 0 and at most 1; 0.9 where left out.
 * @throws InvalidSeriesError where there is no plan, a limit or price is negative or not finite, or the confidence can't be.
 */
export function recommendPlan(
  offers: readonly PlanOffer[],
  facts: { forecasts: Readonly<Record<string, Forecast>>; confidence?: number },
): PlanAdvice {
  const { forecasts, confidence = 0.9 } = facts;
  if (offers.length === 0) throw new InvalidSeriesError('plans', 'There is no plan to choose from.');
  if (!(confidence > 0 && confidence <= 1)) {
    throw new InvalidSeriesError('probability', `confidence is ${confidence}.`);
  }
  for (const { price, limits } of offers) checkAmounts({ price, ...limits });
  const plans = offers.map(({ name, price, limits }) => ({ name, price, probability: lasts(limits, forecasts) }));
  const lasting = plans.filter(({ probability }) => probability >= confidence);
  const best =
    lasting.length > 0
      ? lasting.reduce((a, b) => (b.price < a.price ? b : a))
      : plans.reduce((a, b) => (b.probability > a.probability ? b : a));
  return {
    plan: best.name,
    probability: best.probability,
    isEnough: lasting.length > 0,
    plans: plans.map(({ name, probability }) => ({ name, probability })),
  };
}

function lasts(limits: PlanOffer['limits'], forecasts: Readonly<Record<string, Forecast>>): number {
  return Object.entries(limits).reduce((probability, [meter, limit]) => {
    const forecast = forecasts[meter];
    if (!forecast) return probability;
    const total = totalAt(forecast, Number.POSITIVE_INFINITY);
    return probability * (1 - probabilityOf(limit, total, forecast.outlook.freedom));
  }, 1);
}
