import { inspect, isDeepStrictEqual } from 'node:util';
import type { Quota } from '../server.ts';
import type { ContractsCatalog } from './contracts-catalog.ts';
import { differencesOf } from './differences.ts';
import type { Call, Step, Who } from './history-steps.ts';
import { ordersOf } from './orders-of.ts';
import { by } from './quota-fixture.ts';
import { settled } from './settled.ts';
import type { TestQuota } from './test-quota.ts';
import { toldAccounts, type View } from './told-accounts.ts';

/** What one side made, oldest first: ids differ from side to side, what they stand for doesn't. */
type Made = { charges: Charged[]; holds: Charged[]; grants: string[] };
type Charged = { id: string; meters: string[]; who: Who; at: string };
type Side = { verbs: Quota<ContractsCatalog>; made: Made };

const copyOf = ({ charges, holds, grants }: Made): Made => ({
  charges: [...charges],
  holds: [...holds],
  grants: [...grants],
});
const newMade = (): Made => ({ charges: [], holds: [], grants: [] });

/** One history on tenants of its own, played by engines on Postgres and by the model. */
export class History {
  #model: TestQuota<ContractsCatalog>;
  readonly #engines: Quota<ContractsCatalog>[];
  readonly #setNow: (iso: string) => void;
  readonly #name: string;
  readonly #startAt: string;
  #modelMade = newMade();
  readonly #engineMade = newMade();
  #nowMs: number;
  /** Moments at which calls came at once: of those at one moment nobody can tell which was first. */
  readonly #crowded = new Set<string>();

  constructor(
    name: string,
    startAt: string,
    sides: { model: TestQuota<ContractsCatalog>; engines: Quota<ContractsCatalog>[]; setNow(iso: string): void },
  ) {
    this.#name = name;
    this.#startAt = startAt;
    this.#nowMs = Date.parse(startAt);
    this.#model = sides.model;
    this.#engines = sides.engines;
    this.#setNow = sides.setNow;
    sides.setNow(startAt);
  }

  tenant = (who: Who) => `${who}-${this.#name}`;
  #engine = (index = 0): Side => ({
    verbs: this.#engines[index % this.#engines.length] as Quota<ContractsCatalog>,
    made: this.#engineMade,
  });
  #own = (): Side => ({ verbs: this.#model, made: this.#modelMade });

  /** An organisation, a team of it, and somebody alone. */
  async begin(): Promise<void> {
    for (const { verbs } of [this.#engine(), this.#own()]) {
      await verbs.setTenant(this.tenant('org'), { plan: 'organisation' }, by);
      await verbs.setTenant(this.tenant('team'), { parent: this.tenant('org') }, by);
    }
  }

  /** @throws where the engines and the model answer otherwise, or stand otherwise afterwards. */
  async play(step: Step): Promise<void> {
    if ('waitMinutes' in step) {
      this.#nowMs += step.waitMinutes * 60_000;
      const iso = new Date(this.#nowMs).toISOString();
      this.#setNow(iso);
      this.#model.clock.set(iso);
    } else if ('together' in step) await this.#playTogether(step.together);
    else if ('call' in step) await this.#compare((side) => this.#ask(side, step.call), step);
    else await this.#compare((side) => this.#change(side, step), step);
    await Promise.all(touchedBy(step).map((who) => this.#compareUsage(who, step)));
  }

  /** @throws where they tell of what was played otherwise, as far as it is looked at. */
  async end(...views: View[]): Promise<void> {
    const { who } = this.#modelMade.charges.at(-1) ?? { who: 'team' };
    const tenant = this.tenant(who);
    const own = this.#model.inspect().balances.filter((balance) => balance.tenant === tenant);
    const range = {
      from: new Date(Date.parse(this.#startAt) - 40 * 86_400_000).toISOString(),
      to: new Date(this.#nowMs + 60_000).toISOString(),
    };
    for (const view of views) {
      await this.#compare(({ verbs, made }) => {
        const isPlain = (charge: Charged) => charge.who === who && !this.#crowded.has(charge.at);
        const charges = made.charges.filter(isPlain).slice(-2);
        return toldAccounts(verbs, view, { tenant, meters: own.map(({ meter }) => meter), charges, ...range });
      }, view);
    }
  }

  async #compare(act: (side: Side) => Promise<unknown>, step: unknown): Promise<void> {
    const answer = await act(this.#engine());
    const expected = await act(this.#own());
    if (!isDeepStrictEqual(answer, expected)) throw differs(step, answer, expected);
  }

  async #compareUsage(who: Who, step: Step): Promise<void> {
    const [now, expected] = await Promise.all(
      [this.#engine(), this.#own()].map(({ verbs }) => this.#usageOf(verbs, who)),
    );
    if (!isDeepStrictEqual(now, expected)) throw differs(step, now, expected);
  }

  async #usageOf(verbs: Side['verbs'], who: Who) {
    const { grants, ...usage } = await verbs.usage(this.tenant(who));
    // Rolled over ones have ids that nobody was told.
    return { ...usage, grants: grants.map(({ grant: _, ...rest }) => rest).sort(byText) };
  }

  /** How all stand, and so what followed from calls that were answered. */
  #standing = ({ verbs }: Pick<Side, 'verbs'>) => Promise.all(everybody.map((who) => this.#usageOf(verbs, who)));

  /** What was answered, and stands then, must be as in some order of the calls, one after the other. */
  async #playTogether(calls: Call[]): Promise<void> {
    this.#crowded.add(new Date(this.#nowMs).toISOString());
    const into = calls.map(newMade);
    const answers = await Promise.all(
      calls.map((call, index) => this.#ask(this.#engine(index), call, into[index] as Made)),
    );
    for (const own of into) addTo(this.#engineMade, own);
    const standing = await this.#standing(this.#engine());
    let nearest: string[] | undefined;
    for (const order of ordersOf(calls.map((_, index) => index))) {
      const fork = this.#model.fork();
      const made = copyOf(this.#modelMade);
      const modelInto = calls.map(newMade);
      const expected: unknown[] = [];
      for (const index of order) {
        expected[index] = await this.#ask({ verbs: fork, made }, calls[index] as Call, modelInto[index] as Made);
      }
      // Two orders may answer the same, and stand otherwise afterwards.
      const isAnswered = isDeepStrictEqual(answers, expected);
      const differences = isAnswered
        ? differencesOf(standing, await this.#standing({ verbs: fork }))
        : differencesOf(answers, expected);
      if (!nearest || differences.length < nearest.length) nearest = differences;
      if (differences.length > 0) continue;
      this.#model = fork;
      for (const own of modelInto) addTo(this.#modelMade, own);
      return;
    }
    throw new Error(`At ${inspect({ together: calls }, { depth: 9 })}\n${nearest?.join('\n')}`);
  }

  /** Asks one side, and takes note of what it made. */
  async #ask({ verbs, made }: Side, call: Call, into = made): Promise<unknown> {
    return withoutIds(await settled(() => this.#send(verbs, made, call)), call, into);
  }

  #send(verbs: Quota<ContractsCatalog>, made: Made, call: Call): Promise<unknown> {
    const tenant = this.tenant(call.who);
    const hold = made.holds.at(-1 - ('of' in call ? (call.of ?? 0) : 0));
    const charged = made.charges.at(-1 - ('of' in call ? (call.of ?? 0) : 0));
    const charge = charged?.id ?? unknown;
    switch (call.do) {
      case 'consume': {
        const { meters, key, partial, actor, feature } = call;
        return verbs.consume({ tenant, meters, key, partial, actor, feature });
      }
      case 'check':
        return verbs.check({ tenant, meters: call.meters });
      case 'hold':
        return verbs.hold({
          tenant,
          meters: call.meters,
          key: call.key,
          forMs: call.forMs,
          actor: 'ada',
          feature: 'chat',
        });
      case 'settle': {
        const meters = Object.fromEntries(
          (hold?.meters ?? ['hard']).map((meter) => [meter, Math.round(3 * call.part)]),
        );
        return verbs.settle({ tenant, hold: hold?.id ?? unknown, meters, more: call.more });
      }
      case 'release':
        return verbs.release({ tenant, hold: hold?.id ?? unknown });
      case 'extend':
        return verbs.extend({ tenant, hold: hold?.id ?? unknown, forMs: call.forMs });
      case 'refund':
        return verbs.refund({
          tenant,
          charge,
          ...(call.part && { meters: { [charged?.meters[0] ?? 'hard']: call.part } }),
        });
      case 'free':
        return verbs.free({ tenant, meter: 'seats', amount: call.amount, ...(call.of !== undefined && { charge }) });
      case 'recount':
        return verbs.recount({ tenant, meter: 'seats', count: call.count }, by);
      case 'record': {
        const at = new Date(this.#nowMs - call.hoursAgo * 3_600_000).toISOString();
        return verbs.record({ tenant, meters: call.meters, event: `${call.event}-${JSON.stringify(call.meters)}`, at });
      }
      default:
        return call satisfies never;
    }
  }

  async #change(
    { verbs, made }: Side,
    step: Exclude<Step, { call: Call } | { together: Call[] } | { waitMinutes: number }>,
  ) {
    const at = (hours: number | undefined) =>
      hours === undefined ? undefined : new Date(this.#nowMs + hours * 3_600_000).toISOString();
    const act = async (): Promise<unknown> => {
      if ('aggregate' in step) {
        await verbs.aggregate({ most: step.aggregate });
        return 'done';
      }
      if ('grant' in step) {
        const { who, meter, amount, startsIn, endsIn } = step.grant;
        const times = { startsAt: at(startsIn), expiresAt: at(endsIn) };
        return verbs.grant({ tenant: this.tenant(who), meter, amount, source: 'bonus', ...times }, by);
      }
      if ('revoke' in step) {
        const { who, of } = step.revoke;
        return verbs.revoke({ tenant: this.tenant(who), grant: made.grants.at(-1 - of) ?? unknown }, by);
      }
      if ('transfer' in step) {
        const { who, of, to, amount } = step.transfer;
        const grant = made.grants.at(-1 - of) ?? unknown;
        return verbs.transfer({ tenant: this.tenant(who), grant, to: this.tenant(to), amount }, by);
      }
      if ('plan' in step) return verbs.setPlan(this.tenant(step.plan.who), step.plan.plan, by, { at: step.plan.at });
      if ('settings' in step) {
        const { who, ...settings } = step.settings;
        return verbs.setTenant(this.tenant(who), settings, by);
      }
      if ('override' in step) {
        const { who, meter, amount, endsIn } = step.override;
        const limit = amount === null ? null : ({ type: 'capped', amount } as const);
        return verbs.setOverride({ tenant: this.tenant(who), meter, limit, until: at(endsIn) }, by);
      }
      if ('reverse' in step) {
        const { who, hoursAgo, dryRun, meter, feature } = step.reverse;
        const range = { from: at(-hoursAgo) as string, to: at(1) as string };
        return verbs.reverse({ tenant: this.tenant(who), meter, feature, ...range }, by, { dryRun });
      }
      if ('erase' in step) return verbs.eraseTenant(this.tenant(step.erase.who), by);
      const { who, is } = step.suspend;
      return is ? verbs.suspend(this.tenant(who), by) : verbs.resume(this.tenant(who), by);
    };
    const answer = await settled(act);
    if (hasText(answer, 'grant')) made.grants.push(answer.grant);
    return hasText(answer, 'grant') ? { ...answer, grant: 'made' } : answer;
  }
}

const everybody: Who[] = ['org', 'team', 'solo'];

/** Whose usage a step may change: who is alone shares nothing with the organisation and its team. */
function touchedBy(step: Step): Who[] {
  const named = [...JSON.stringify(step).matchAll(/"(org|team|solo)"/g)].map(([, who]) => who as Who);
  const family: Who[] = named.some((who) => who !== 'solo') ? ['org', 'team'] : [];
  if ('together' in step) return [];
  return 'waitMinutes' in step ? everybody : [...family, ...(named.includes('solo') ? ['solo' as const] : [])];
}

/** An id that nothing has. */
const unknown = '018f0000-0000-7000-8000-000000000000';

const hasText = <K extends string>(value: unknown, name: K): value is { [N in K]: string } =>
  typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[name] === 'string';

/** The answer with a word in place of each id; a new one is kept. */
function withoutIds(answer: unknown, call: Call, into: Made): unknown {
  if (hasText(answer, 'charge') && 'outcome' in answer) {
    if (answer.outcome === 'granted') into.charges.push({ id: answer.charge, at: timeOf(answer), ...callOf(call) });
    return { ...answer, charge: answer.outcome };
  }
  if (hasText(answer, 'hold')) {
    if ('outcome' in answer && answer.outcome === 'granted') {
      const made = { id: answer.hold, at: timeOf(answer), ...callOf(call) };
      into.holds.push(made);
      into.charges.push(made);
    }
    return { ...answer, hold: 'hold' };
  }
  return answer;
}

const timeOf = (answer: object) => (hasText(answer, 'at') ? answer.at : '');
const callOf = (call: Call) => ({ who: call.who, meters: Object.keys('meters' in call ? call.meters : {}) });

function addTo(made: Made, { charges, holds, grants }: Made): void {
  made.charges.push(...charges);
  made.holds.push(...holds);
  made.grants.push(...grants);
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

const differs = (step: unknown, answer: unknown, expected: unknown) =>
  new Error(`At ${inspect(step, { depth: 9 })}\n${differencesOf(answer, expected).join('\n')}`);
