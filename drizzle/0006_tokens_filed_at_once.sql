DROP INDEX "cases_tokens";--> statement-breakpoint
DROP INDEX "scripts_tokens";--> statement-breakpoint
CREATE INDEX "cases_tokens" ON "cases" USING gin ("tokens") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "scripts_tokens" ON "scripts" USING gin ("tokens") WITH (fastupdate=false);