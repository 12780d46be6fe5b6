-- Made by drizzle-kit, then amended by hand: the move of the billing day, what older functions leave, the immutable snapshot.
CREATE TABLE "quota"."grant" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"meter" text NOT NULL,
	"amount" bigint NOT NULL,
	"source" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"drawn" bigint DEFAULT 0 NOT NULL,
	"drawn_now" bigint DEFAULT 0 NOT NULL,
	"giver" text,
	"key" uuid,
	"reason" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "grant_key" UNIQUE("key"),
	CONSTRAINT "grant_source" CHECK ("quota"."grant"."source" in ('bonus', 'purchase', 'gift', 'rollover')),
	CONSTRAINT "grant_amount" CHECK ("quota"."grant"."amount" >= "quota"."grant"."drawn" + "quota"."grant"."drawn_now")
);
--> statement-breakpoint
CREATE TABLE "quota"."hold" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant" text NOT NULL,
	"key" uuid,
	"request_hash" uuid,
	"actor" text DEFAULT '' NOT NULL,
	"feature" text DEFAULT '' NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ending" text,
	CONSTRAINT "hold_ending" CHECK ("quota"."hold"."ending" in ('settled', 'released'))
);
--> statement-breakpoint
CREATE TABLE "quota"."hold_line" (
	"hold" uuid NOT NULL,
	"line" smallint NOT NULL,
	"meter" text NOT NULL,
	"balance_id" bigint NOT NULL,
	"period_start" timestamp with time zone NOT NULL,
	"amount" bigint NOT NULL,
	"settled" bigint DEFAULT 0 NOT NULL,
	"draw" smallint DEFAULT 0 NOT NULL,
	"is_held" boolean DEFAULT true NOT NULL,
	CONSTRAINT "hold_line_hold_line_pk" PRIMARY KEY("hold","line")
);
--> statement-breakpoint
CREATE TABLE "quota"."mode" (
	"meter" text PRIMARY KEY NOT NULL,
	"mode" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quota"."opening" (
	"balance_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"line" bigint,
	"ceiling" bigint,
	"facts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quota"."override" (
	"tenant" text NOT NULL,
	"meter" text NOT NULL,
	"limit" jsonb NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "override_tenant_meter_pk" PRIMARY KEY("tenant","meter")
);
--> statement-breakpoint
ALTER TABLE "quota"."entry" DROP CONSTRAINT "entry_kind";--> statement-breakpoint
ALTER TABLE "quota"."tenant" DROP CONSTRAINT "tenant_anchor_day";--> statement-breakpoint
ALTER TABLE "quota"."balance" ADD COLUMN "is_level" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "quota"."entry" ADD COLUMN "via" bigint;--> statement-breakpoint
ALTER TABLE "quota"."balance" ADD COLUMN "own" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "quota"."grant" ADD COLUMN "is_counted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "quota"."balance" ADD COLUMN "base" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "quota"."balance" ADD COLUMN "opened_at" timestamp with time zone DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
ALTER TABLE "quota"."balance" ADD COLUMN "pool" bigint;--> statement-breakpoint
ALTER TABLE "quota"."balance" ADD COLUMN "draw" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "quota"."balance" ADD COLUMN "window_ms" bigint;--> statement-breakpoint
ALTER TABLE "quota"."balance" ADD COLUMN "grace_ms" bigint;--> statement-breakpoint
ALTER TABLE "quota"."balance" ADD COLUMN "grace_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "quota"."balance" ADD COLUMN "per_us" bigint;--> statement-breakpoint
ALTER TABLE "quota"."balance" ADD COLUMN "debt" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "quota"."balance" ADD COLUMN "debt_at" timestamp with time zone DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
ALTER TABLE "quota"."entry" ADD COLUMN "draw" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "quota"."period" ADD COLUMN "base" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "quota"."period" ADD COLUMN "included" bigint;--> statement-breakpoint
ALTER TABLE "quota"."period" ADD COLUMN "granted" bigint;--> statement-breakpoint
ALTER TABLE "quota"."period" ADD COLUMN "overage" bigint;--> statement-breakpoint
ALTER TABLE "quota"."period" ADD COLUMN "late" bigint;--> statement-breakpoint
ALTER TABLE "quota"."tenant" ADD COLUMN "parent" text;--> statement-breakpoint
ALTER TABLE "quota"."tenant" ADD COLUMN "next_plan" text;--> statement-breakpoint
ALTER TABLE "quota"."tenant" ADD COLUMN "next_plan_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "quota"."tenant" ADD COLUMN "anchor" date DEFAULT '2001-01-01' NOT NULL;--> statement-breakpoint
UPDATE "quota"."tenant" SET "anchor" = make_date(2001, 1, "anchor_day");--> statement-breakpoint
ALTER TABLE "quota"."tenant" DROP COLUMN "anchor_day";--> statement-breakpoint
ALTER TABLE "quota"."tenant" ADD COLUMN "suspended_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "grant_tenant" ON "quota"."grant" USING btree ("tenant","meter");--> statement-breakpoint
CREATE INDEX "hold_key" ON "quota"."hold" USING btree ("key") WHERE "quota"."hold"."key" is not null;--> statement-breakpoint
CREATE INDEX "hold_open" ON "quota"."hold" USING btree ("expires_at") WHERE "quota"."hold"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "hold_line_held" ON "quota"."hold_line" USING btree ("balance_id") WHERE "quota"."hold_line"."is_held";--> statement-breakpoint
CREATE INDEX "opening_balance" ON "quota"."opening" USING btree ("balance_id","seq","at");--> statement-breakpoint
CREATE INDEX "period_open" ON "quota"."period" USING btree ("period_end") WHERE "quota"."period"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "tenant_parent" ON "quota"."tenant" USING btree ("parent") WHERE "quota"."tenant"."parent" is not null;--> statement-breakpoint
ALTER TABLE "quota"."entry" ADD CONSTRAINT "entry_kind" CHECK ("kind" in ('consume', 'settle', 'record', 'refund', 'free', 'recount', 'reverse', 'brought_forward'));--> statement-breakpoint
ALTER TABLE "quota"."tenant" ADD CONSTRAINT "tenant_next_plan" CHECK (("next_plan" is null) = ("next_plan_at" is null));--> statement-breakpoint
ALTER TABLE "quota"."tenant" ADD CONSTRAINT "tenant_parent_other" CHECK ("parent" <> "id");
--> statement-breakpoint
-- Opened anew, each balance gets what the new columns say.
UPDATE "quota"."balance" SET "valid_until" = '-infinity';
--> statement-breakpoint
DROP FUNCTION IF EXISTS "quota"."decide_1", "quota"."decide_one_1", "quota"."decide_in_tx_1", "quota"."open_1", "quota"."open_rows_1",
	"quota"."refund_1", "quota"."free_1", "quota"."change_contract_1", "quota"."abandon_1", "quota"."record_refusals_1", "quota"."write_notices_1";
--> statement-breakpoint
CREATE FUNCTION "quota"."refuse_snapshot_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF current_setting('quota.sanctioned', true) = 'erase' THEN
		RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
	END IF;
	RAISE EXCEPTION 'a closed period is final: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER "period_final" BEFORE UPDATE OR DELETE ON "quota"."period" FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL)
	EXECUTE FUNCTION "quota"."refuse_snapshot_change"();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "quota"."refuse_entry_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- The sanctioned way to forget a tenant, and nothing else.
	IF TG_OP = 'DELETE' AND current_setting('quota.sanctioned', true) = 'erase' THEN RETURN OLD; END IF;
	RAISE EXCEPTION 'quota.entry is append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
