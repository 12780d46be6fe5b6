import type { AnyBuilder, AnyMiddleware } from './trpc-types.ts';

/** These end a chain: the only moment at which everything before the handler is known. */
const ends = new Set<PropertyKey>(['query', 'mutation', 'subscription']);

const isBuilder = (value: unknown): value is AnyBuilder =>
  typeof value === 'object' && value !== null && '_def' in value;

/**
 * The same builder, with `charge` put behind everything that is chained before the handler. tRPC runs parsers and
 * middlewares in the order declared, so one that charged at the front would charge invalid calls.
 */
export function chargeLast<B extends AnyBuilder>(builder: B, charge: AnyMiddleware): B {
  return new Proxy(builder, {
    get(target, name) {
      if (name === '_def') {
        // `other.concat(this)` copies `_def` and would lose the charge: an unmetered procedure. Better none at all.
        throw new TypeError(
          'A quotaProcedure starts a chain and can not be passed to .concat(): pass your procedure to quotaProcedure.on(…) instead.',
        );
      }
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        if (ends.has(name)) {
          const charged: AnyBuilder = target.use(charge);
          return Reflect.apply(Reflect.get(charged, name) as typeof member, charged, args);
        }
        const next: unknown = Reflect.apply(member, target, args);
        if (isBuilder(next)) return chargeLast(next, charge);
        throw new TypeError(
          `quotaProcedure does not know .${String(name)}(): it would leave the call without its charge.`,
        );
      };
    },
  });
}
