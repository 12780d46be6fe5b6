CREATE TABLE "quota"."rollup" (
	"balance_id" bigint NOT NULL,
	"grain" text NOT NULL,
	"bucket" timestamp with time zone NOT NULL,
	"feature" text NOT NULL,
	"actor" text NOT NULL,
	"amount" bigint NOT NULL,
	"calls" bigint NOT NULL,
	CONSTRAINT "rollup_balance_id_grain_bucket_feature_actor_pk" PRIMARY KEY("balance_id","grain","bucket","feature","actor")
);
--> statement-breakpoint
CREATE TABLE "quota"."rollup_cursor" (
	"balance_id" bigint PRIMARY KEY NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL,
	"booked_at" timestamp with time zone DEFAULT '-infinity' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quota"."upkeep" (
	"task" text PRIMARY KEY NOT NULL,
	"ran_at" timestamp with time zone NOT NULL
);
