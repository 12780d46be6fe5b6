-- Made by drizzle-kit, then amended by hand where it has no words: fillfactor, partitions, the append-only trigger.
CREATE SCHEMA IF NOT EXISTS "quota";
--> statement-breakpoint
CREATE TABLE "quota"."audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "quota"."audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"reason" text NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "quota"."balance" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "quota"."balance_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant" text NOT NULL,
	"meter" text NOT NULL,
	"actor" text DEFAULT '' NOT NULL,
	"period_start" timestamp with time zone NOT NULL,
	"period_end" timestamp with time zone NOT NULL,
	"valid_until" timestamp with time zone NOT NULL,
	"catalog_version" integer NOT NULL,
	"revision" integer NOT NULL,
	"line" bigint,
	"ceiling" bigint,
	"used" bigint DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL,
	"notice_at" bigint[] DEFAULT '{}' NOT NULL,
	"notice_level" text[] DEFAULT '{}' NOT NULL,
	"rearm_at" bigint DEFAULT -1 NOT NULL,
	"armed" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "balance_tenant_meter_actor" UNIQUE("tenant","meter","actor")
) WITH (fillfactor = 50);
--> statement-breakpoint
CREATE TABLE "quota"."batch" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"outcome" smallint[] NOT NULL,
	"charge" uuid[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quota"."catalog" (
	"version" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "quota"."catalog_version_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"hash" text NOT NULL,
	"declaration" jsonb NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quota"."entry" (
	"balance_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"period_start" timestamp with time zone NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"booked_at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"charge" uuid NOT NULL,
	"key" uuid,
	"request_hash" uuid,
	"actor" text DEFAULT '' NOT NULL,
	"feature" text DEFAULT '' NOT NULL,
	"late" boolean DEFAULT false NOT NULL,
	CONSTRAINT "entry_balance_id_seq_booked_at_pk" PRIMARY KEY("balance_id","seq","booked_at"),
	CONSTRAINT "entry_kind" CHECK ("quota"."entry"."kind" in ('consume', 'refund', 'free'))
) PARTITION BY RANGE ("booked_at");
--> statement-breakpoint
-- A missing partition would be an outage.
CREATE TABLE "quota"."entry_default" PARTITION OF "quota"."entry" DEFAULT;
--> statement-breakpoint
CREATE TABLE "quota"."notice" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant" text NOT NULL,
	"kind" text NOT NULL,
	"once" text NOT NULL,
	"facts" jsonb NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	"claimed_until" timestamp with time zone,
	"sent_at" timestamp with time zone,
	CONSTRAINT "notice_once" UNIQUE("once")
);
--> statement-breakpoint
CREATE TABLE "quota"."period" (
	"balance_id" bigint NOT NULL,
	"period_start" timestamp with time zone NOT NULL,
	"period_end" timestamp with time zone NOT NULL,
	"used" bigint NOT NULL,
	"held" bigint NOT NULL,
	"line" bigint,
	"ceiling" bigint,
	"last_seq" bigint NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "period_balance_id_period_start_pk" PRIMARY KEY("balance_id","period_start")
);
--> statement-breakpoint
CREATE TABLE "quota"."refusal" (
	"balance_id" bigint NOT NULL,
	"minute" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"actor" text DEFAULT '' NOT NULL,
	"count" bigint NOT NULL,
	"asked" bigint NOT NULL,
	"last_limit" bigint NOT NULL,
	"last_used" bigint NOT NULL,
	CONSTRAINT "refusal_balance_id_minute_reason_actor_pk" PRIMARY KEY("balance_id","minute","reason","actor")
);
--> statement-breakpoint
CREATE TABLE "quota"."tenant" (
	"id" text PRIMARY KEY NOT NULL,
	"plan" text NOT NULL,
	"anchor_day" smallint DEFAULT 1 NOT NULL,
	"zone" text DEFAULT 'UTC' NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tenant_anchor_day" CHECK ("quota"."tenant"."anchor_day" between 1 and 31)
);
--> statement-breakpoint
CREATE INDEX "audit_tenant" ON "quota"."audit" USING btree ("tenant","at");--> statement-breakpoint
CREATE INDEX "batch_at" ON "quota"."batch" USING brin ("at");--> statement-breakpoint
CREATE INDEX "entry_charge" ON "quota"."entry" USING btree ("charge");--> statement-breakpoint
CREATE INDEX "entry_key" ON "quota"."entry" USING btree ("key") WHERE "quota"."entry"."key" is not null;--> statement-breakpoint
CREATE INDEX "notice_unsent" ON "quota"."notice" USING btree ("made_at") WHERE "quota"."notice"."sent_at" is null;
--> statement-breakpoint
CREATE FUNCTION "quota"."refuse_entry_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'quota.entry is append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER "entry_append_only" BEFORE UPDATE OR DELETE ON "quota"."entry" FOR EACH ROW EXECUTE FUNCTION "quota"."refuse_entry_change"();
