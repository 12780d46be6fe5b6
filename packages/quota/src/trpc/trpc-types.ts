import type { TRPCMiddlewareFunction, TRPCProcedureBuilder, TRPCUnsetMarker } from '@trpc/server';

// Written out with tRPC's public names: inferred types make `tsc --declaration` fail (TS2883), here and in the application.

export type Simplify<T> = { [K in keyof T]: T[K] } & {};
export type Overwrite<T, U> = { [K in keyof T | keyof U]: K extends keyof U ? U[K] : K extends keyof T ? T[K] : never };

// A builder of any application: its eight type parameters are the application's own business.
// biome-ignore lint/suspicious/noExplicitAny: tRPC's own "any builder" is spelled so; `unknown` is not assignable to it.
export type AnyBuilder = TRPCProcedureBuilder<any, any, any, any, any, any, any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above.
export type AnyMiddleware = TRPCMiddlewareFunction<any, any, any, any, any>;

/** What a handler is given as input: undefined where none was declared. */
export type HandlerInput<I> = I extends TRPCUnsetMarker ? undefined : I;

/** A call as a middleware of any application meets it. */
export type Call<Ctx = unknown> = {
  ctx: Ctx;
  input: unknown;
  path: string;
  batchIndex?: number;
  signal: AbortSignal | undefined;
};

/** What the rest of a chain gave. */
export type Result = { ok: boolean; data?: unknown; error?: Error };
