CREATE TABLE "knowledge_models" (
	"model" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ready_at" timestamp with time zone,
	"builder" text,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "knowledge_items_updated";--> statement-breakpoint
DROP INDEX "knowledge_items_status";--> statement-breakpoint
ALTER TABLE "knowledge_items" ALTER COLUMN "updated_at" SET DATA TYPE timestamp (3) with time zone USING date_trunc('milliseconds', "updated_at");--> statement-breakpoint
CREATE INDEX "knowledge_uses_recent" ON "knowledge_uses" USING btree ("kind","at");--> statement-breakpoint
CREATE INDEX "knowledge_items_updated" ON "knowledge_items" USING btree ("updated_at" DESC NULLS FIRST,"id","kind");--> statement-breakpoint
CREATE INDEX "knowledge_items_status" ON "knowledge_items" USING btree ("status","updated_at" DESC NULLS FIRST,"id","kind");--> statement-breakpoint
INSERT INTO "knowledge_models" ("model","started_at","ready_at","seen_at")
	SELECT "model", now(), now(), now() FROM (SELECT "model" FROM "case_vectors" UNION ALL SELECT "model" FROM "script_vectors") AS "made"
	GROUP BY "model" ORDER BY count(*) DESC LIMIT 1;
