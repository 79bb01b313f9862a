using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Karton.Tracking.Storage.Model.Migrations;

/// <inheritdoc />
internal sealed partial class InstanceVersion : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(
            name: "version",
            table: "instances",
            type: "TEXT",
            nullable: true);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn(
            name: "version",
            table: "instances");
    }
}
