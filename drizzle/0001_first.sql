CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"role" text NOT NULL,
	"audience" text NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "case_vectors" (
	"item_id" text NOT NULL,
	"model" text NOT NULL,
	"vector" halfvec(512) NOT NULL,
	CONSTRAINT "case_vectors_item_id_model_pk" PRIMARY KEY("item_id","model")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" text PRIMARY KEY NOT NULL,
	"body" jsonb NOT NULL,
	"codes" text[] NOT NULL,
	"domain" text,
	"audience" smallint NOT NULL,
	"status" text DEFAULT 'published' NOT NULL,
	"tokens" "tsvector" NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"level" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "script_vectors" (
	"item_id" text NOT NULL,
	"model" text NOT NULL,
	"vector" halfvec(512) NOT NULL,
	CONSTRAINT "script_vectors_item_id_model_pk" PRIMARY KEY("item_id","model")
);
--> statement-breakpoint
CREATE TABLE "scripts" (
	"id" text PRIMARY KEY NOT NULL,
	"body" jsonb NOT NULL,
	"codes" text[] NOT NULL,
	"domain" text,
	"audience" smallint NOT NULL,
	"status" text DEFAULT 'published' NOT NULL,
	"tokens" "tsvector" NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"payload" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"caller" text NOT NULL,
	"key_hash" text NOT NULL,
	"body_hash" text NOT NULL,
	"triage_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_caller_key_hash_pk" PRIMARY KEY("caller","key_hash")
);
--> statement-breakpoint
CREATE TABLE "triages" (
	"id" text PRIMARY KEY NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"customer_key" text,
	"phone_key" text,
	"order_key" text,
	"product" text,
	"domain" text,
	"channel" text NOT NULL,
	"nature" text NOT NULL,
	"level" smallint NOT NULL,
	"codes" text[] NOT NULL,
	"outside" boolean NOT NULL,
	"masked_text" text NOT NULL,
	"masked_spans" jsonb NOT NULL,
	"decision" jsonb NOT NULL,
	"policy_hash" text NOT NULL,
	"model" text,
	"vector" halfvec(512)
);
--> statement-breakpoint
CREATE INDEX "case_vectors_hnsw" ON "case_vectors" USING hnsw ("vector" halfvec_cosine_ops);--> statement-breakpoint
CREATE INDEX "cases_tokens" ON "cases" USING gin ("tokens");--> statement-breakpoint
CREATE INDEX "script_vectors_hnsw" ON "script_vectors" USING hnsw ("vector" halfvec_cosine_ops);--> statement-breakpoint
CREATE INDEX "scripts_tokens" ON "scripts" USING gin ("tokens");--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "events_at" ON "events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "triages_customer" ON "triages" USING btree ("customer_key","received_at");--> statement-breakpoint
CREATE INDEX "triages_phone" ON "triages" USING btree ("phone_key","received_at");--> statement-breakpoint
CREATE INDEX "triages_received" ON "triages" USING btree ("received_at");