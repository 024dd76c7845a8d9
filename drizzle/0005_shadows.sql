CREATE TABLE "shadows" (
	"triage_id" text NOT NULL,
	"model" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"prompts" text[] NOT NULL,
	"answer" jsonb NOT NULL,
	"policy_hash" text NOT NULL,
	"failure" text,
	"cost_usd" double precision NOT NULL,
	"input_tokens" integer NOT NULL,
	"cached_tokens" integer NOT NULL,
	"output_tokens" integer NOT NULL,
	"latency_ms" double precision NOT NULL,
	CONSTRAINT "shadows_triage_id_model_pk" PRIMARY KEY("triage_id","model")
);
--> statement-breakpoint
CREATE INDEX "shadows_at" ON "shadows" USING btree ("at");