using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Karton.Tracking.Storage.Model.Migrations;

/// <inheritdoc />
internal sealed partial class Initial : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "analyses",
            columns: table => new
            {
                analysis_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                state = table.Column<int>(type: "INTEGER", nullable: false),
                is_known = table.Column<bool>(type: "INTEGER", nullable: false),
                max_tasks = table.Column<int>(type: "INTEGER", nullable: false),
                max_depth = table.Column<int>(type: "INTEGER", nullable: false),
                submitted_at = table.Column<long>(type: "INTEGER", nullable: true),
                tasks = table.Column<int>(type: "INTEGER", nullable: false),
                declared = table.Column<int>(type: "INTEGER", nullable: false),
                ended = table.Column<int>(type: "INTEGER", nullable: false),
                crashed = table.Column<int>(type: "INTEGER", nullable: false),
                undone = table.Column<int>(type: "INTEGER", nullable: false),
                refused = table.Column<int>(type: "INTEGER", nullable: false),
                skipped = table.Column<int>(type: "INTEGER", nullable: false),
                last_ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                outcome = table.Column<int>(type: "INTEGER", nullable: true),
                completed_at = table.Column<long>(type: "INTEGER", nullable: true),
                revision = table.Column<long>(type: "INTEGER", nullable: false),
                saga_version = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_analyses", x => x.analysis_id);
            });

        migrationBuilder.CreateTable(
            name: "deadlines",
            columns: table => new
            {
                analysis_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                due_at = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_deadlines", x => x.analysis_id);
            });

        migrationBuilder.CreateTable(
            name: "deliveries",
            columns: table => new
            {
                analysis_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                task_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                identity = table.Column<string>(type: "TEXT", nullable: false),
                generation = table.Column<int>(type: "INTEGER", nullable: false),
                status = table.Column<int>(type: "INTEGER", nullable: true),
                sent_at = table.Column<long>(type: "INTEGER", nullable: false),
                resends = table.Column<int>(type: "INTEGER", nullable: false),
                started_at = table.Column<long>(type: "INTEGER", nullable: true),
                ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                attempts = table.Column<int>(type: "INTEGER", nullable: false),
                instance = table.Column<string>(type: "TEXT", nullable: true),
                version = table.Column<string>(type: "TEXT", nullable: true),
                reason = table.Column<string>(type: "TEXT", nullable: true),
                error = table.Column<byte[]>(type: "BLOB", nullable: true),
                refusals = table.Column<byte[]>(type: "BLOB", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_deliveries", x => new { x.analysis_id, x.task_id, x.identity, x.generation });
            });

        migrationBuilder.CreateTable(
            name: "instances",
            columns: table => new
            {
                identity = table.Column<string>(type: "TEXT", nullable: false),
                instance = table.Column<string>(type: "TEXT", nullable: false),
                started_at = table.Column<long>(type: "INTEGER", nullable: false),
                received_at = table.Column<long>(type: "INTEGER", nullable: false),
                idle_for = table.Column<long>(type: "INTEGER", nullable: true),
                concurrency = table.Column<int>(type: "INTEGER", nullable: false),
                in_work = table.Column<byte[]>(type: "BLOB", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_instances", x => new { x.identity, x.instance });
            });

        migrationBuilder.CreateTable(
            name: "outbox",
            columns: table => new
            {
                sequence = table.Column<long>(type: "INTEGER", nullable: false)
                    .Annotation("Sqlite:Autoincrement", true),
                message_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                kind = table.Column<string>(type: "TEXT", nullable: false),
                body = table.Column<byte[]>(type: "BLOB", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_outbox", x => x.sequence);
            });

        migrationBuilder.CreateTable(
            name: "outcome_parts",
            columns: table => new
            {
                analysis_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                task_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                identity = table.Column<string>(type: "TEXT", nullable: false),
                generation = table.Column<int>(type: "INTEGER", nullable: false),
                parts = table.Column<int>(type: "INTEGER", nullable: false),
                part = table.Column<int>(type: "INTEGER", nullable: false),
                body = table.Column<byte[]>(type: "BLOB", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey(
                    "PK_outcome_parts",
                    x => new { x.analysis_id, x.task_id, x.identity, x.generation, x.parts, x.part });
            });

        migrationBuilder.CreateTable(
            name: "resource_refs",
            columns: table => new
            {
                analysis_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                sha256 = table.Column<byte[]>(type: "BLOB", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_resource_refs", x => new { x.analysis_id, x.sha256 });
            });

        migrationBuilder.CreateTable(
            name: "services",
            columns: table => new
            {
                identity = table.Column<string>(type: "TEXT", nullable: false),
                version = table.Column<string>(type: "TEXT", nullable: true),
                description = table.Column<string>(type: "TEXT", nullable: true),
                filters = table.Column<byte[]>(type: "BLOB", nullable: false),
                is_persistent = table.Column<bool>(type: "INTEGER", nullable: false),
                seen_at = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_services", x => x.identity);
            });

        migrationBuilder.CreateTable(
            name: "tasks",
            columns: table => new
            {
                analysis_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                task_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                parent_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                origin = table.Column<string>(type: "TEXT", nullable: true),
                generation = table.Column<int>(type: "INTEGER", nullable: false),
                ordinal = table.Column<long>(type: "INTEGER", nullable: false),
                skipped_because = table.Column<string>(type: "TEXT", nullable: true),
                body = table.Column<byte[]>(type: "BLOB", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_tasks", x => new { x.analysis_id, x.task_id });
            });

        migrationBuilder.CreateIndex(
            name: "ix_analyses_drained",
            table: "analyses",
            column: "submitted_at",
            filter: "completed_at IS NULL AND is_known = 1 AND declared = ended");

        migrationBuilder.CreateIndex(
            name: "ix_analyses_submitted_at",
            table: "analyses",
            column: "submitted_at");

        migrationBuilder.CreateIndex(
            name: "ix_analyses_unfinished",
            table: "analyses",
            column: "submitted_at",
            filter: "completed_at IS NULL");

        migrationBuilder.CreateIndex(
            name: "ix_deadlines_due_at",
            table: "deadlines",
            column: "due_at");

        migrationBuilder.CreateIndex(
            name: "ix_deliveries_open",
            table: "deliveries",
            columns: ["identity", "sent_at"],
            filter: "status IS NULL");

        migrationBuilder.CreateIndex(
            name: "ix_resource_refs_sha256",
            table: "resource_refs",
            column: "sha256");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "analyses");

        migrationBuilder.DropTable(
            name: "deadlines");

        migrationBuilder.DropTable(
            name: "deliveries");

        migrationBuilder.DropTable(
            name: "instances");

        migrationBuilder.DropTable(
            name: "outbox");

        migrationBuilder.DropTable(
            name: "outcome_parts");

        migrationBuilder.DropTable(
            name: "resource_refs");

        migrationBuilder.DropTable(
            name: "services");

        migrationBuilder.DropTable(
            name: "tasks");
    }
}
