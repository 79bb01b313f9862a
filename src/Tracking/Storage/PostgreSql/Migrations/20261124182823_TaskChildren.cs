using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Karton.Tracking.Storage.PostgreSql.Migrations;

/// <inheritdoc />
internal sealed partial class TaskChildren : Migration
{
    private static readonly string[] Columns =
        ["analysis_id", "parent_id", "origin", "generation", "ordinal", "task_id"];

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex(
            name: "ix_tasks_children",
            table: "tasks",
            columns: Columns,
            filter: "parent_id IS NOT NULL");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex(
            name: "ix_tasks_children",
            table: "tasks");
    }
}
