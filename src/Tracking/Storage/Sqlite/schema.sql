CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

BEGIN TRANSACTION;
CREATE TABLE "analyses" (
    "analysis_id" BLOB NOT NULL CONSTRAINT "PK_analyses" PRIMARY KEY,
    "state" INTEGER NOT NULL,
    "is_known" INTEGER NOT NULL,
    "max_tasks" INTEGER NOT NULL,
    "max_depth" INTEGER NOT NULL,
    "submitted_at" INTEGER NULL,
    "tasks" INTEGER NOT NULL,
    "declared" INTEGER NOT NULL,
    "ended" INTEGER NOT NULL,
    "crashed" INTEGER NOT NULL,
    "undone" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "skipped" INTEGER NOT NULL,
    "last_ended_at" INTEGER NULL,
    "outcome" INTEGER NULL,
    "completed_at" INTEGER NULL,
    "revision" INTEGER NOT NULL,
    "saga_version" INTEGER NOT NULL
);

CREATE TABLE "deadlines" (
    "analysis_id" BLOB NOT NULL CONSTRAINT "PK_deadlines" PRIMARY KEY,
    "due_at" INTEGER NOT NULL
);

CREATE TABLE "deliveries" (
    "analysis_id" BLOB NOT NULL,
    "task_id" BLOB NOT NULL,
    "identity" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "status" INTEGER NULL,
    "sent_at" INTEGER NOT NULL,
    "resends" INTEGER NOT NULL,
    "started_at" INTEGER NULL,
    "ended_at" INTEGER NULL,
    "attempts" INTEGER NOT NULL,
    "instance" TEXT NULL,
    "version" TEXT NULL,
    "reason" TEXT NULL,
    "error" BLOB NULL,
    "refusals" BLOB NULL,
    CONSTRAINT "PK_deliveries" PRIMARY KEY ("analysis_id", "task_id", "identity", "generation")
);

CREATE TABLE "instances" (
    "identity" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "received_at" INTEGER NOT NULL,
    "idle_for" INTEGER NULL,
    "concurrency" INTEGER NOT NULL,
    "in_work" BLOB NOT NULL,
    CONSTRAINT "PK_instances" PRIMARY KEY ("identity", "instance")
);

CREATE TABLE "outbox" (
    "sequence" INTEGER NOT NULL CONSTRAINT "PK_outbox" PRIMARY KEY AUTOINCREMENT,
    "message_id" BLOB NOT NULL,
    "kind" TEXT NOT NULL,
    "body" BLOB NOT NULL
);

CREATE TABLE "outcome_parts" (
    "analysis_id" BLOB NOT NULL,
    "task_id" BLOB NOT NULL,
    "identity" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "parts" INTEGER NOT NULL,
    "part" INTEGER NOT NULL,
    "body" BLOB NOT NULL,
    CONSTRAINT "PK_outcome_parts" PRIMARY KEY ("analysis_id", "task_id", "identity", "generation", "parts", "part")
);

CREATE TABLE "resource_refs" (
    "analysis_id" BLOB NOT NULL,
    "sha256" BLOB NOT NULL,
    CONSTRAINT "PK_resource_refs" PRIMARY KEY ("analysis_id", "sha256")
);

CREATE TABLE "services" (
    "identity" TEXT NOT NULL CONSTRAINT "PK_services" PRIMARY KEY,
    "version" TEXT NULL,
    "description" TEXT NULL,
    "filters" BLOB NOT NULL,
    "is_persistent" INTEGER NOT NULL,
    "seen_at" INTEGER NOT NULL
);

CREATE TABLE "tasks" (
    "analysis_id" BLOB NOT NULL,
    "task_id" BLOB NOT NULL,
    "parent_id" BLOB NULL,
    "origin" TEXT NULL,
    "generation" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "skipped_because" TEXT NULL,
    "body" BLOB NOT NULL,
    CONSTRAINT "PK_tasks" PRIMARY KEY ("analysis_id", "task_id")
);

CREATE INDEX "ix_analyses_drained" ON "analyses" ("submitted_at") WHERE completed_at IS NULL AND is_known = 1 AND declared = ended;

CREATE INDEX "ix_analyses_submitted_at" ON "analyses" ("submitted_at");

CREATE INDEX "ix_analyses_unfinished" ON "analyses" ("submitted_at") WHERE completed_at IS NULL;

CREATE INDEX "ix_deadlines_due_at" ON "deadlines" ("due_at");

CREATE INDEX "ix_deliveries_open" ON "deliveries" ("identity", "sent_at") WHERE status IS NULL;

CREATE INDEX "ix_resource_refs_sha256" ON "resource_refs" ("sha256");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261124000000_Initial', '10.0.15');

COMMIT;

BEGIN TRANSACTION;
ALTER TABLE "instances" ADD "version" TEXT NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261124160111_InstanceVersion', '10.0.15');

COMMIT;

BEGIN TRANSACTION;
CREATE INDEX "ix_tasks_children" ON "tasks" ("analysis_id", "parent_id", "origin", "generation", "ordinal", "task_id") WHERE parent_id IS NOT NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261124182821_TaskChildren', '10.0.15');

COMMIT;

