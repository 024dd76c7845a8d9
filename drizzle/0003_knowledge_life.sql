CREATE TABLE "knowledge_imports" (
	"import_id" text PRIMARY KEY NOT NULL,
	"actor" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"file_hash" text NOT NULL,
	"status" text NOT NULL,
	"total" integer NOT NULL,
	"done" integer NOT NULL,
	"results" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "knowledge_items" (
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"status" text NOT NULL,
	"revision" integer NOT NULL,
	"version" integer NOT NULL,
	"published_version" integer,
	"merged_into" text,
	"title" text NOT NULL,
	"codes" text[] NOT NULL,
	"domain" text,
	"audience" smallint NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"updated_by" text NOT NULL,
	CONSTRAINT "knowledge_items_kind_id_pk" PRIMARY KEY("kind","id")
);
--> statement-breakpoint
CREATE TABLE "knowledge_ratings" (
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"actor" text NOT NULL,
	"stars" smallint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "knowledge_ratings_kind_id_actor_pk" PRIMARY KEY("kind","id","actor")
);
--> statement-breakpoint
CREATE TABLE "knowledge_steps" (
	"step_id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"action" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"why" text
);
--> statement-breakpoint
CREATE TABLE "knowledge_uses" (
	"use_id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"triage_id" text
);
--> statement-breakpoint
CREATE TABLE "knowledge_versions" (
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"body" jsonb NOT NULL,
	"author" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"why" text,
	"changed" text[] NOT NULL,
	CONSTRAINT "knowledge_versions_kind_id_version_pk" PRIMARY KEY("kind","id","version")
);
--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "valid_from" date;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "valid_to" date;--> statement-breakpoint
ALTER TABLE "scripts" ADD COLUMN "valid_from" date;--> statement-breakpoint
ALTER TABLE "scripts" ADD COLUMN "valid_to" date;--> statement-breakpoint
CREATE INDEX "knowledge_items_updated" ON "knowledge_items" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "knowledge_items_status" ON "knowledge_items" USING btree ("status","updated_at");--> statement-breakpoint
CREATE INDEX "knowledge_steps_item" ON "knowledge_steps" USING btree ("kind","id","at");--> statement-breakpoint
CREATE INDEX "knowledge_uses_item" ON "knowledge_uses" USING btree ("kind","id","at");--> statement-breakpoint
UPDATE "cases" SET "body" = "body" || '{"validFrom":null,"validTo":null}';--> statement-breakpoint
UPDATE "scripts" SET "body" = "body" || '{"validFrom":null,"validTo":null}';--> statement-breakpoint
INSERT INTO "knowledge_items" ("kind","id","status","revision","version","published_version","title","codes","domain","audience","updated_at","updated_by")
	SELECT 'case', "id", 'published', 1, 1, 1, "body"->>'title', "codes", "domain", "audience", date_trunc('milliseconds', "updated_at"), 'seed' FROM "cases";--> statement-breakpoint
INSERT INTO "knowledge_items" ("kind","id","status","revision","version","published_version","title","codes","domain","audience","updated_at","updated_by")
	SELECT 'script', "id", 'published', 1, 1, 1, "body"->>'scene', "codes", "domain", "audience", date_trunc('milliseconds', "updated_at"), 'seed' FROM "scripts";--> statement-breakpoint
INSERT INTO "knowledge_versions" ("kind","id","version","body","author","at","changed")
	SELECT 'case', "id", 1, "body", 'seed', date_trunc('milliseconds', "updated_at"), '{}' FROM "cases";--> statement-breakpoint
INSERT INTO "knowledge_versions" ("kind","id","version","body","author","at","changed")
	SELECT 'script', "id", 1, "body", 'seed', date_trunc('milliseconds', "updated_at"), '{}' FROM "scripts";
