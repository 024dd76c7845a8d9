CREATE TABLE "feedback_corrections" (
	"triage_id" text NOT NULL,
	"actor" text NOT NULL,
	"version" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"agree" boolean NOT NULL,
	"corrected" jsonb NOT NULL,
	"by" text,
	"why" text,
	CONSTRAINT "feedback_corrections_triage_id_actor_version_pk" PRIMARY KEY("triage_id","actor","version")
);
--> statement-breakpoint
CREATE TABLE "feedback_reviews" (
	"triage_id" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "feedback_settlements" (
	"triage_id" text NOT NULL,
	"version" integer NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"final" jsonb NOT NULL,
	"why" text NOT NULL,
	"own" boolean NOT NULL,
	CONSTRAINT "feedback_settlements_triage_id_version_pk" PRIMARY KEY("triage_id","version")
);
--> statement-breakpoint
CREATE INDEX "feedback_reviews_status" ON "feedback_reviews" USING btree ("status","triage_id");